"""Chat completions with a token, by the standard library alone: what they answer is the token's worth."""

import json
import urllib.error
import urllib.request

PATHS = {
    "vertex": "/v1/projects/a-project/locations/us-central1/endpoints/openapi/chat/completions",
    "azure": "/openai/v1/chat/completions",
    "databricks": "/serving-endpoints/chat/completions",
}

MODELS = {"vertex": "google/gemini-2.5-flash", "azure": "gpt-4o", "databricks": "databricks-gpt-5"}


def status(base, wire, authorization):
    """The status that a chat completion gets which shows this header."""
    body = {"model": MODELS[wire], "messages": [{"role": "user", "content": "Hello"}]}
    headers = {"authorization": authorization, "content-type": "application/json"}
    request = urllib.request.Request(base + PATHS[wire], json.dumps(body).encode(), headers)
    try:
        with urllib.request.urlopen(request) as response:
            return response.status
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code
