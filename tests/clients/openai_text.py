"""Completions, embeddings and moderations of the official client."""

import math

from openai import BadRequestError

import wires

CATS = "The cat sleeps on the warm sofa"
KITTENS = "Two cats sleep on a sofa"
TAXES = "Quarterly tax returns are due in April"


class Completions:
    model = "gpt-3.5-turbo-instruct"

    def create(self, **parameters):
        return self.connect().completions.create(**{"model": self.model, "prompt": "Once upon a time", **parameters})

    def test_an_answer(self):
        answer = self.create(max_tokens=5)
        self.assertEqual(answer.object, "text_completion")
        (choice,) = answer.choices
        self.assertEqual((choice.index, choice.finish_reason), (0, "length"))
        self.assertTrue(choice.text.strip())
        self.assertEqual(answer.usage.completion_tokens, 5)
        self.assertEqual(answer.usage.prompt_tokens, 4)
        self.assertEqual(answer.usage.total_tokens, 9)

    def test_a_stream_says_what_the_whole_answer_says(self):
        chunks = list(self.create(max_tokens=12, stream=True))
        texts = [choice.text for chunk in chunks for choice in chunk.choices]
        self.assertGreater(len(texts), 3)
        self.assertEqual("".join(texts), self.create(max_tokens=12).choices[0].text)
        ends = [choice.finish_reason for chunk in chunks for choice in chunk.choices if choice.finish_reason]
        self.assertEqual(ends, ["length"])

    def test_several_prompts(self):
        answer = self.create(prompt=["One", "Two"], n=2)
        self.assertEqual([choice.index for choice in answer.choices], [0, 1, 2, 3])
        self.assertTrue(all(choice.text for choice in answer.choices))

    def test_an_echo_and_a_stop(self):
        text = self.create(max_tokens=40).choices[0].text
        self.assertEqual(self.create(max_tokens=40, echo=True).choices[0].text, f"Once upon a time{text}")
        word = text.split()[2]
        choice = self.create(max_tokens=40, stop=word).choices[0]
        self.assertEqual((choice.text, choice.finish_reason), (text[: text.index(word)], "stop"))

    def test_a_bad_request(self):
        with self.assertRaises(BadRequestError):
            self.create(temperature=3)


class CompletionsOnOpenAI(Completions, wires.Platform):
    pass


class CompletionsOnAzureDated(Completions, wires.AzureDated):
    pass


class CompletionsOnAzureV1(Completions, wires.AzureV1):
    pass


class CompletionsOnVertexSelfDeployed(Completions, wires.VertexSelfDeployed):
    model = ""


class CompletionsOnDatabricks(Completions, wires.Databricks):
    model = "my-completions"


class Embeddings:
    model = "text-embedding-3-small"
    dimensions = 1536

    def create(self, texts, **parameters):
        return self.connect().embeddings.create(model=self.model, input=texts, **parameters)

    def test_vectors_of_length_one(self):
        """The client asks for base64 by itself, and decodes it."""
        answer = self.create([CATS, TAXES])
        self.assertEqual(answer.object, "list")
        self.assertEqual([item.index for item in answer.data], [0, 1])
        for item in answer.data:
            self.assertEqual((item.object, len(item.embedding)), ("embedding", self.dimensions))
            self.assertAlmostEqual(math.hypot(*item.embedding), 1, places=4)
        self.assertGreater(answer.usage.prompt_tokens, 8)

    def test_floats_are_the_same_vector(self):
        decoded = self.create(CATS).data[0].embedding
        floats = self.create(CATS, encoding_format="float").data[0].embedding
        self.assertEqual(len(decoded), len(floats))
        for ours, theirs in zip(decoded, floats):
            self.assertAlmostEqual(ours, theirs, places=5)

    def test_closer_texts_are_closer(self):
        cats, kittens, taxes = (item.embedding for item in self.create([CATS, KITTENS, TAXES]).data)
        self.assertGreater(dot(cats, kittens), dot(cats, taxes))
        self.assertAlmostEqual(dot(cats, self.create(CATS).data[0].embedding), 1, places=4)

    def test_a_bad_request(self):
        with self.assertRaises(BadRequestError):
            self.create([])


class Shortened:
    def test_fewer_dimensions(self):
        vector = self.create(CATS, dimensions=64).data[0].embedding
        self.assertEqual(len(vector), 64)
        self.assertAlmostEqual(math.hypot(*vector), 1, places=4)


class EmbeddingsOnOpenAI(Embeddings, Shortened, wires.Platform):
    pass


class EmbeddingsOnAzureDated(Embeddings, Shortened, wires.AzureDated):
    pass


class EmbeddingsOnAzureV1(Embeddings, Shortened, wires.AzureV1):
    pass


class EmbeddingsOnVertexGemini(Embeddings, wires.VertexGemini):
    model = "google/gemini-embedding-001"
    dimensions = 3072


class EmbeddingsOnVertexSelfDeployed(Embeddings, wires.VertexSelfDeployed):
    model = "intfloat/e5-small"
    dimensions = 384


class EmbeddingsOnDatabricks(Embeddings, wires.Databricks):
    model = "databricks-gte-large-en"
    dimensions = 1024


class Moderations:
    def test_one_text(self):
        answer = self.connect().moderations.create(input="I will kill the process")
        self.assertEqual(answer.model, "omni-moderation-latest")
        (result,) = answer.results
        self.assertTrue(result.flagged and result.categories.violence)
        self.assertFalse(result.categories.hate)
        self.assertGreater(result.category_scores.violence, result.category_scores.hate)

    def test_several_texts_and_an_image(self):
        moderations = self.connect().moderations
        answer = moderations.create(input=["Good morning", "hate them"], model="omni-moderation-latest")
        self.assertEqual([result.flagged for result in answer.results], [False, True])
        parts = [
            {"type": "text", "text": "Good morning"},
            {"type": "image_url", "image_url": {"url": "https://a.example/cat.png"}},
        ]
        (result,) = moderations.create(input=parts, model="omni-moderation-latest").results
        self.assertFalse(result.flagged)
        self.assertEqual(result.category_applied_input_types.violence, ["text", "image"])


class ModerationsOnOpenAI(Moderations, wires.Platform):
    pass


class ModerationsOnAzureV1(Moderations, wires.AzureV1):
    pass


def dot(left, right):
    """The cosine of two vectors of length one."""
    return sum(x * y for x, y in zip(left, right))
