"""Makes the golden files of this folder: small random checkpoints, tokenizers and chat templates, and what PyTorch,
transformers and tokenizers do with them.

    python test/golden/make-golden.py

The files carry the versions that they were made with.
"""

import sys
from pathlib import Path

import tokenizers
import torch
import transformers

sys.dont_write_bytecode = True
from making.models import make_models
from making.vocabularies import make_tokenizers

VERSIONS = {
    "torch": torch.__version__, "transformers": transformers.__version__, "tokenizers": tokenizers.__version__,
}

torch.set_num_threads(1)
folder = Path(__file__).parent
make_models(folder, VERSIONS)
make_tokenizers(folder, VERSIONS)
