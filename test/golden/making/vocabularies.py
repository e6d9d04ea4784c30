"""Tokenizers with the pipelines of Qwen2.5, Qwen3 and Llama 3 and vocabularies of about a thousand tokens, and the ids that
the tokenizers library and transformers give."""

import gzip
import json

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import AutoTokenizer

from making.corpus import corpus, training_texts
from making.templates import TEMPLATES, conversations

SPLIT = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}%s| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"

# Special tokens are left out of decoded text, the others are not. "tokenizer_class" is what published checkpoints say: of
# Qwen's, transformers builds the pipeline itself and takes the vocabulary alone from the file.
PIPELINES = {
    "qwen3": dict(
        tokenizer_class="Qwen2Tokenizer",
        normalizer=normalizers.NFC(), digits="", ignore_merges=False, bos=None, eos="<|im_end|>",
        special=["<|endoftext|>", "<|im_start|>", "<|im_end|>"], added=["<tool_call>", "</tool_call>", "<think>", "</think>"],
    ),
    "llama3": dict(
        tokenizer_class="PreTrainedTokenizerFast",
        normalizer=None, digits="{1,3}", ignore_merges=True, bos="<|begin_of_text|>", eos="<|eot_id|>",
        special=["<|begin_of_text|>", "<|end_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"], added=[],
    ),
}
# The same as Qwen3's but for the marks around thoughts; its template lies in tokenizer_config.json.
PIPELINES["qwen2"] = {**PIPELINES["qwen3"], "added": ["<tool_call>", "</tool_call>"]}


def make_tokenizers(folder, versions):
    rows = corpus(seed=1)
    ids = {}
    for name, pipeline in PIPELINES.items():
        target = folder / "tokenizers" / name
        target.mkdir(parents=True, exist_ok=True)
        tokenizer = trained(pipeline)
        (target / "tokenizer.json").write_text(tokenizer.to_str(pretty=False), encoding="utf-8")
        config = {"bos_token": pipeline["bos"], "eos_token": pipeline["eos"], "tokenizer_class": pipeline["tokenizer_class"]}
        if name == "qwen2":
            config["chat_template"] = TEMPLATES[name]
        else:
            (target / "chat_template.jinja").write_text(TEMPLATES[name], encoding="utf-8")
        (target / "tokenizer_config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
        ids[name] = [encoded(tokenizer, text) for _, text in rows]
        check_transformers(target, rows, ids[name])
    expected = {
        "versions": versions, "rows": [[kind, text, *both] for (kind, text), *both in zip(rows, *ids.values())],
        "chats": conversations(folder / "tokenizers"),
    }
    with gzip.GzipFile(folder / "tokenizers" / "expected.json.gz", "wb", mtime=0) as file:
        file.write(json.dumps(expected, separators=(",", ":"), ensure_ascii=False).encode())


def check_transformers(folder, rows, expected):
    """Both libraries agree, or the files would say what only one of them means."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    for (_, text), (ids, *_) in zip(rows, expected, strict=True):
        assert tokenizer.encode(text, add_special_tokens=False) == ids, text


def trained(pipeline):
    tokenizer = Tokenizer(models.BPE(ignore_merges=pipeline["ignore_merges"]))
    if pipeline["normalizer"] is not None:
        tokenizer.normalizer = pipeline["normalizer"]
    byte_level = pre_tokenizers.ByteLevel(add_prefix_space=False, trim_offsets=False, use_regex=False)
    split = pre_tokenizers.Split(Regex(SPLIT % pipeline["digits"]), "isolated")
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([split, byte_level])
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=1000, initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()), show_progress=False
    )
    tokenizer.train_from_iterator(training_texts(seed=2), trainer)
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in pipeline["special"]])
    tokenizer.add_tokens([AddedToken(token, special=False, normalized=False) for token in pipeline["added"]])
    tokenizer.post_processor = processor(tokenizer, pipeline["bos"])
    return tokenizer


def processor(tokenizer, bos):
    if bos is None:
        return processors.ByteLevel(add_prefix_space=False, trim_offsets=False, use_regex=False)
    template = processors.TemplateProcessing(
        single=f"{bos} $A", pair=f"{bos} $A {bos}:1 $B:1", special_tokens=[(bos, tokenizer.token_to_id(bos))]
    )
    return processors.Sequence([processors.ByteLevel(trim_offsets=False), template])


def encoded(tokenizer, text):
    """The ids, and what they decode to where that is not the text itself."""
    ids = tokenizer.encode(text, add_special_tokens=False).ids
    decoded = tokenizer.decode(ids, skip_special_tokens=True)
    return [ids] if decoded == text else [ids, decoded]
