"""Images of the official client: generated, edited, varied, streamed. Each file is decoded."""

import base64
import struct
import urllib.request
import zlib

from openai import BadRequestError

import wires


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def picture(width, height):
    """A grey PNG with an alpha channel, half transparent."""
    rows = (b"\0" + b"\x80\x80\x80\x7f" * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def size(file):
    """The width and height of a PNG whose every chunk is sound and whose rows are all there."""
    if not file.startswith(b"\x89PNG\r\n\x1a\n"):
        raise AssertionError(f"no PNG: {file[:8]!r}")
    at, chunks = 8, []
    while at < len(file):
        (length,) = struct.unpack_from(">I", file, at)
        kind, data = file[at + 4 : at + 8], file[at + 8 : at + 8 + length]
        if file[at : at + 12 + length] != chunk(kind, data):
            raise AssertionError(f"the chunk {kind!r} is broken")
        chunks.append((kind, data))
        at += 12 + length
    if [chunks[0][0], chunks[-1][0]] != [b"IHDR", b"IEND"]:
        raise AssertionError(f"chunks out of order: {[kind for kind, _ in chunks]}")
    width, height, depth, colours = struct.unpack_from(">IIBB", chunks[0][1])
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colours]
    rows = zlib.decompress(b"".join(data for kind, data in chunks if kind == b"IDAT"))
    if len(rows) != height * (1 + (width * channels * depth + 7) // 8):
        raise AssertionError(f"{len(rows)} bytes of rows for {width}x{height}")
    return width, height


class Images:
    def setUp(self):
        self.images = self.connect().images

    def sizes(self, answer):
        return [size(base64.b64decode(image.b64_json)) for image in answer.data]

    def check_stream(self, events, kind, wanted):
        """Partial images in their order, then the whole one, each of this size."""
        self.assertEqual([event.type for event in events], [f"{kind}.partial_image"] * 2 + [f"{kind}.completed"])
        self.assertEqual([event.partial_image_index for event in events[:2]], [0, 1])
        self.assertEqual({size(base64.b64decode(event.b64_json)) for event in events}, {wanted})
        self.assertGreater(events[-1].usage.output_tokens, 0)


class DallE3:
    def test_one_with_an_address(self):
        answer = self.images.generate(model="dall-e-3", prompt="An avocado chair", size="1792x1024", style="vivid")
        (image,) = answer.data
        self.assertTrue(image.revised_prompt)
        self.assertIsNone(image.b64_json)
        with urllib.request.urlopen(image.url) as response:
            self.assertEqual(response.headers["content-type"], "image/png")
            self.assertEqual(size(response.read()), (1792, 1024))

    def test_one_in_the_answer(self):
        answer = self.images.generate(
            model="dall-e-3", prompt="An avocado chair", size="1024x1024", quality="hd", response_format="b64_json"
        )
        self.assertEqual(self.sizes(answer), [(1024, 1024)])
        self.assertIsNone(answer.data[0].url)

    def test_a_bad_request(self):
        with self.assertRaises(BadRequestError):
            self.images.generate(model="dall-e-3", prompt="An avocado chair", size="256x256")
        with self.assertRaises(BadRequestError):
            self.images.generate(model="dall-e-3", prompt="An avocado chair", n=2)


class GptImage:
    def test_several(self):
        answer = self.images.generate(model="gpt-image-1", prompt="A heron", n=2, size="1024x1536", quality="low")
        self.assertEqual(self.sizes(answer), [(1024, 1536)] * 2)
        self.assertEqual((answer.size, answer.quality, answer.output_format), ("1024x1536", "low", "png"))
        self.assertEqual(answer.usage.total_tokens, answer.usage.input_tokens + answer.usage.output_tokens)

    def test_other_formats(self):
        for format, start in [("jpeg", b"\xff\xd8\xff"), ("webp", b"RIFF")]:
            answer = self.images.generate(model="gpt-image-1", prompt="A heron", output_format=format)
            self.assertTrue(base64.b64decode(answer.data[0].b64_json).startswith(start), format)

    def test_a_streamed_generation(self):
        stream = self.images.generate(
            model="gpt-image-1", prompt="A heron", size="1024x1024", stream=True, partial_images=2
        )
        self.check_stream(list(stream), "image_generation", (1024, 1024))

    def test_an_edit_of_two_images_with_a_mask(self):
        image = picture(64, 48)
        files = [("a.png", image, "image/png"), ("b.png", image, "image/png")]
        answer = self.images.edit(
            model="gpt-image-1", image=files, mask=("mask.png", image), prompt="A hat", size="1536x1024"
        )
        self.assertEqual(self.sizes(answer), [(1536, 1024)])
        self.assertGreater(answer.usage.input_tokens_details.image_tokens, 0)

    def test_a_streamed_edit(self):
        stream = self.images.edit(
            model="gpt-image-1",
            image=("a.png", picture(64, 64), "image/png"),
            prompt="A hat",
            size="1024x1024",
            stream=True,
            partial_images=2,
        )
        self.check_stream(list(stream), "image_edit", (1024, 1024))


class OnOpenAI(Images, DallE3, GptImage, wires.Platform):
    def test_several_of_dall_e_2(self):
        answer = self.images.generate(
            model="dall-e-2", prompt="A heron", n=3, size="256x256", response_format="b64_json"
        )
        self.assertEqual(self.sizes(answer), [(256, 256)] * 3)

    def test_a_variation(self):
        answer = self.images.create_variation(
            image=("a.png", picture(64, 64)), n=2, size="512x512", response_format="b64_json"
        )
        self.assertEqual(self.sizes(answer), [(512, 512)] * 2)

    def test_an_edit_of_dall_e_2(self):
        image = ("a.png", picture(64, 64))
        answer = self.images.edit(
            model="dall-e-2", image=image, prompt="A hat", size="256x256", response_format="b64_json"
        )
        self.assertEqual(self.sizes(answer), [(256, 256)])

    def test_a_file_that_is_no_image(self):
        with self.assertRaises(BadRequestError):
            self.images.edit(model="gpt-image-1", image=("a.png", b"no image"), prompt="A hat")


class OnAzureDated(Images, DallE3, wires.AzureDated):
    pass


class OnAzurePreview(Images, GptImage, wires.AzurePreview):
    pass
