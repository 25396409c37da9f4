"""Models, files, uploads and batches of the official client."""

import hashlib
import io
import json

from openai import BadRequestError, NotFoundError

import wires

FINE_TUNED = "ft:gpt-4o-mini-2024-07-18:emulator::9abcdefg"


class Models:
    def test_models(self):
        models = self.connect().models
        names = [model.id for model in models.list()]
        self.assertIn("gpt-4o", names)
        self.assertEqual(len(names), len(set(names)))
        self.assertEqual(models.retrieve("gpt-4o").id, "gpt-4o")
        with self.assertRaises(NotFoundError):
            models.retrieve("no-such-model")


class Files:
    content = b'{"prompt": "a", "completion": "b"}\n' * 100

    def setUp(self):
        self.files = self.connect().files

    def create(self, name="train.jsonl", content=content, purpose="fine-tune"):
        file = self.files.create(file=(name, content), purpose=purpose)
        self.addCleanup(self.delete, file.id)
        return file

    def delete(self, id):
        try:
            self.files.delete(id)
        except NotFoundError:
            pass

    def test_the_life_of_a_file(self):
        file = self.create()
        self.assertEqual((file.object, file.filename, file.purpose), ("file", "train.jsonl", "fine-tune"))
        self.assertEqual(file.bytes, len(self.content))
        self.assertEqual(self.files.retrieve(file.id).id, file.id)
        self.assertEqual(self.files.content(file.id).content, self.content)
        self.check_deleted(self.files.delete(file.id), file)
        for ask in [self.files.retrieve, self.files.content, self.files.delete]:
            with self.assertRaises(NotFoundError):
                ask(file.id)

    def check_deleted(self, deleted, file):
        self.assertEqual((deleted.id, deleted.deleted), (file.id, True))

    def test_a_reader_is_sent_and_a_download_streamed(self):
        file = self.create(content=io.BytesIO(self.content))
        with self.connect().files.with_streaming_response.content(file.id) as answer:
            pieces = list(answer.iter_bytes(1000))
        self.assertGreater(len(pieces), 1)
        self.assertEqual(b"".join(pieces), self.content)

    def test_a_purpose_that_is_none(self):
        with self.assertRaises(BadRequestError):
            self.create(purpose="fun")


class Pages:
    def test_files_come_in_pages(self):
        ours = [self.create(f"{number}.jsonl").id for number in range(5)]
        listed = [file.id for file in self.files.list(limit=2, order="asc", purpose="fine-tune")]
        self.assertEqual([id for id in listed if id in ours], ours)
        self.assertEqual(len(listed), len(set(listed)))
        page = self.files.list(limit=2, order="desc")
        self.assertEqual([file.id for file in page.data], [ours[4], ours[3]])
        self.assertTrue(page.has_next_page())
        self.assertEqual([file.id for file in page.get_next_page().data], [ours[2], ours[1]])


class Uploads:
    def test_a_file_in_parts(self):
        uploads = self.connect().uploads
        size = len(self.content)
        upload = uploads.create(bytes=size, filename="big.jsonl", mime_type="text/jsonl", purpose="fine-tune")
        self.assertEqual((upload.status, upload.bytes), ("pending", size))
        pieces = [self.content[:1000], self.content[1000:2000], self.content[2000:]]
        # Sent in another order than they belong in.
        ids = {piece: uploads.parts.create(upload.id, data=piece).id for piece in reversed(pieces)}
        done = uploads.complete(
            upload.id, part_ids=[ids[piece] for piece in pieces], md5=hashlib.md5(self.content).hexdigest()
        )
        self.addCleanup(self.delete, done.file.id)
        self.assertEqual((done.status, done.file.filename), ("completed", "big.jsonl"))
        self.assertEqual(self.files.content(done.file.id).content, self.content)

    def test_the_clients_own_way_in_parts(self):
        done = self.connect().uploads.upload_file_chunked(
            file=self.content,
            filename="big.jsonl",
            bytes=len(self.content),
            mime_type="text/jsonl",
            purpose="fine-tune",
            part_size=1500,
        )
        self.addCleanup(self.delete, done.file.id)
        self.assertEqual(self.files.content(done.file.id).content, self.content)

    def test_a_cancelled_upload(self):
        uploads = self.connect().uploads
        upload = uploads.create(bytes=10, filename="big.jsonl", mime_type="text/jsonl", purpose="fine-tune")
        self.assertEqual(uploads.cancel(upload.id).status, "cancelled")
        with self.assertRaises(BadRequestError):
            uploads.parts.create(upload.id, data=b"0123456789")


class Batches:
    endpoint = "/v1/chat/completions"

    def input(self):
        """A file with one good line and one that is refused."""
        bodies = [{"messages": [{"role": "user", "content": "Hello"}]}, {"messages": []}]
        lines = [
            {"custom_id": f"line-{number}", "method": "POST", "url": self.endpoint, "body": {"model": "gpt-4o", **body}}
            for number, body in enumerate(bodies)
        ]
        content = "".join(json.dumps(line) + "\n" for line in lines).encode()
        return self.create("batch.jsonl", content, "batch")

    def start(self):
        batches = self.connect().batches
        batch = batches.create(
            input_file_id=self.input().id,
            endpoint=self.endpoint,
            completion_window="24h",
            metadata={"about": "clients"},
        )
        return batches, batch

    def test_a_batch_completes(self):
        batches, batch = self.start()
        self.assertEqual((batch.object, batch.status, batch.metadata), ("batch", "validating", {"about": "clients"}))
        self.assertIn(batch.id, [other.id for other in batches.list(limit=1)])
        done = self.until(lambda: batches.retrieve(batch.id), ["completed", "failed"])
        counts = done.request_counts
        self.assertEqual((done.status, counts.total, counts.completed, counts.failed), ("completed", 2, 1, 1))
        (answer,) = self.lines(done.output_file_id)
        self.assertEqual((answer["custom_id"], answer["response"]["status_code"]), ("line-0", 200))
        self.assertTrue(answer["response"]["body"]["choices"][0]["message"]["content"])
        (refused,) = self.lines(done.error_file_id)
        self.assertEqual((refused["custom_id"], refused["response"]["status_code"]), ("line-1", 400))

    def lines(self, id):
        return [json.loads(line) for line in self.files.content(id).text.splitlines()]

    def test_a_batch_is_cancelled(self):
        batches, batch = self.start()
        self.assertEqual(batches.cancel(batch.id).status, "cancelling")
        self.until(lambda: batches.retrieve(batch.id), ["cancelled"])


class OnOpenAI(Models, Files, Pages, Uploads, Batches, wires.Platform):
    def test_a_model_is_deleted(self):
        models = self.connect().models
        deleted = models.delete(FINE_TUNED)
        self.assertEqual((deleted.id, deleted.deleted), (FINE_TUNED, True))
        self.assertNotIn(FINE_TUNED, [model.id for model in models.list()])
        with self.assertRaises(NotFoundError):
            models.delete(FINE_TUNED)


class OnAzureDated(Models, Files, Uploads, Batches, wires.AzureDated):
    endpoint = "/chat/completions"

    def check_deleted(self, deleted, file):
        """The dated versions answer with 204 and nothing else, which the client hands on as a text."""
        self.assertEqual(deleted, "")


class OnAzureV1(Models, Files, Pages, Uploads, Batches, wires.AzureV1):
    pass
