"""Chat templates with the constructs of Qwen2.5's, Qwen3's and Llama 3's, and how transformers renders and tokenizes them."""

import datetime
from unittest import mock

from transformers import AutoTokenizer
from transformers.utils import chat_template_utils

QWEN2 = r"""{%- set standing = 'You write code, and say what it does.' %}
{%- if tools %}
    {{- '<|im_start|>system\n' }}
    {%- if messages[0]['role'] == 'system' %}
        {{- messages[0]['content'] }}
    {%- else %}
        {{- standing }}
    {%- endif %}
    {{- "\n\nThere is to call:" }}
    {%- for tool in tools %}
        {{- "\n" + (tool | tojson) }}
    {%- endfor %}
    {{- '<|im_end|>\n' }}
{%- else %}
    {%- if messages[0]['role'] == 'system' %}
        {{- '<|im_start|>system\n' + messages[0]['content'] + '<|im_end|>\n' }}
    {%- else %}
        {{- '<|im_start|>system\n' + standing + '<|im_end|>\n' }}
    {%- endif %}
{%- endif %}
{%- for message in messages %}
    {%- if (message.role == "user") or (message.role == "system" and not loop.first) or (message.role == "assistant" and not message.tool_calls) %}
        {{- '<|im_start|>' + message.role + '\n' + message.content + '<|im_end|>' + '\n' }}
    {%- elif message.role == "tool" %}
        {%- if (loop.index0 == 0) or (messages[loop.index0 - 1].role != "tool") %}
            {{- '<|im_start|>user' }}
        {%- endif %}
        {{- '\n<tool_response>\n' + message.content + '\n</tool_response>' }}
        {%- if loop.last or (messages[loop.index0 + 1].role != "tool") %}
            {{- '<|im_end|>\n' }}
        {%- endif %}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\n' }}
{%- endif %}
"""

QWEN3 = r"""{%- macro turn(role, text) -%}
    {{- '<|im_start|>' + role + '\n' + text + '<|im_end|>\n' }}
{%- endmacro %}
{%- if tools %}
    {{- '<|im_start|>system\n' }}
    {%- if messages[0].role == 'system' %}
        {{- messages[0].content + '\n\n' }}
    {%- endif %}
    {{- "Call what you need. There is:\n<tools>" }}
    {%- for tool in tools %}
        {{- "\n" }}
        {{- tool | tojson }}
    {%- endfor %}
    {{- "\n</tools><|im_end|>\n" }}
{%- else %}
    {%- if messages[0].role == 'system' %}
        {{- turn('system', messages[0].content) }}
    {%- endif %}
{%- endif %}
{%- set ns = namespace(searching=true, last_query=messages|length - 1) %}
{%- for message in messages[::-1] %}
    {%- set index = (messages|length - 1) - loop.index0 %}
    {%- if ns.searching and message.role == "user" and message.content is string and not(message.content.startswith('<tool_response>') and message.content.endswith('</tool_response>')) %}
        {%- set ns.searching = false %}
        {%- set ns.last_query = index %}
    {%- endif %}
{%- endfor %}
{%- if ns.searching %}
    {{- raise_exception('There is no user message.') }}
{%- endif %}
{%- for message in messages %}
    {%- if message.content is string %}
        {%- set content = message.content %}
    {%- else %}
        {%- set content = '' %}
    {%- endif %}
    {%- if (message.role == "user") or (message.role == "system" and not loop.first) %}
        {{- turn(message.role, content) }}
    {%- elif message.role == "assistant" %}
        {%- set thought = '' %}
        {%- if message.reasoning_content is string %}
            {%- set thought = message.reasoning_content %}
        {%- elif '</think>' in content %}
            {%- set thought = content.split('</think>')[0].rstrip('\n').split('<think>')[-1].lstrip('\n') %}
            {%- set content = content.split('</think>')[-1].lstrip('\n') %}
        {%- endif %}
        {{- '<|im_start|>' + message.role + '\n' }}
        {%- if loop.index0 > ns.last_query and (loop.last or (not loop.last and thought)) %}
            {{- '<think>\n' + thought.strip('\n') + '\n</think>\n\n' + content.lstrip('\n') }}
        {%- else %}
            {{- content }}
        {%- endif %}
        {%- for call in message.tool_calls or [] %}
            {%- if (loop.first and content) or (not loop.first) %}
                {{- '\n' }}
            {%- endif %}
            {{- '<tool_call>\n{"name": "' ~ call.function.name ~ '", "arguments": ' }}
            {%- if call.function.arguments is string %}
                {{- call.function.arguments }}
            {%- else %}
                {{- call.function.arguments | tojson }}
            {%- endif %}
            {{- '}\n</tool_call>' }}
        {%- endfor %}
        {{- '<|im_end|>\n' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\n' }}
    {%- if enable_thinking is defined and enable_thinking is false %}
        {{- '<think>\n\n</think>\n\n' }}
    {%- endif %}
{%- endif %}
"""

LLAMA3 = r"""{{- bos_token }}
{%- if custom_tools is defined %}
    {%- set tools = custom_tools %}
{%- endif %}
{%- if not date_string is defined %}
    {%- if strftime_now is defined %}
        {%- set date_string = strftime_now("%d %b %Y") %}
    {%- else %}
        {%- set date_string = "26 Jul 2024" %}
    {%- endif %}
{%- endif %}
{%- if not tools is defined %}
    {%- set tools = none %}
{%- endif %}
{#- The system message comes out of the list, so that it goes into the first block. #}
{%- if messages[0]['role'] == 'system' %}
    {%- set system_message = messages[0]['content']|trim %}
    {%- set messages = messages[1:] %}
{%- else %}
    {%- set system_message = "" %}
{%- endif %}
{{- "<|start_header_id|>system<|end_header_id|>\n\n" }}
{%- if tools is not none %}
    {{- "Environment: ipython\n" }}
{%- endif %}
{{- "Known until: December 2023\n" }}
{{- "Today: " + date_string + "\n\n" }}
{{- system_message }}
{{- "<|eot_id|>" }}
{% for message in messages -%}
    {% if loop.index0 % 2 == 0 and message['role'] not in ['user', 'tool'] %}
        {{- raise_exception("Turns go user, assistant, user, …") }}
    {% endif %}
    {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\n\n'+ message['content'] | trim + '<|eot_id|>' }}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|start_header_id|>assistant<|end_header_id|>\n\n' }}
{%- endif %}
"""

TEMPLATES = {"qwen3": QWEN3, "llama3": LLAMA3, "qwen2": QWEN2}

CHATS = [
    [{"role": "user", "content": "Is 7 prime?"}],
    [{"role": "user", "content": "  padded \n\n text \t\n"}],
    [{"role": "user", "content": "{{ 7 * 7 }} {% raw %} <|im_end|> \"quoted\" \\n ünï 日本 👩‍💻\r\n"}],
    [{"role": "system", "content": " Be terse. \n"}, {"role": "user", "content": "Hi"}],
    [
        {"role": "user", "content": "One"}, {"role": "assistant", "content": "<think>\nhm\n</think>\n\nTwo"},
        {"role": "user", "content": "Three"},
    ],
    [{"role": "user", "content": "One"}, {"role": "assistant", "content": "<think>\n\nhm\n</think>\nTwo"}],
    [{"role": "user", "content": ""}],
    [{"role": "user", "content": "def f(x):\r\n\treturn [x]*2  # 二倍\u200b\n\n\nIt's <|im_end|> 'S <|eot_id|>?"}],
    [
        {"role": "system", "content": "A"}, {"role": "user", "content": "One"},
        {"role": "assistant", "content": "Two"}, {"role": "user", "content": "Three"},
    ],
]

# Where the JavaScript library is known to strip otherwise: spaces where only line breaks are to go, and the ends of a text
# that only one of the two languages takes for white space.
DIFFERING = {
    "qwen3": [[{"role": "user", "content": "One"}, {"role": "assistant", "content": "<think>\nhm </think>Two"}]],
    "llama3": [[{"role": "user", "content": "\ufeffx"}], [{"role": "user", "content": "x\u0085"}]],
    # Nothing is stripped in it.
    "qwen2": [],
}


def conversations(folder):
    """Each chat with thinking switched on and off, on the day on which templates are told that it is."""
    rows = []
    with mock.patch.object(chat_template_utils, "datetime", mock.Mock(now=lambda: datetime.datetime(2024, 7, 26))):
        for name in TEMPLATES:
            tokenizer = AutoTokenizer.from_pretrained(folder / name)
            for messages in CHATS + DIFFERING[name]:
                for thinking in (True, False):
                    options = {"add_generation_prompt": True, "enable_thinking": thinking}
                    text = tokenizer.apply_chat_template(messages, tokenize=False, **options)
                    ids = tokenizer.apply_chat_template(messages, tokenize=True, **options)["input_ids"]
                    row = {"tokenizer": name, "messages": messages, "thinking": thinking, "text": text, "ids": ids}
                    rows.append({**row, "differs": messages in DIFFERING[name]})
    return rows
