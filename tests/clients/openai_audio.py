"""Speech and transcripts of the official client: each file is read, each stream to its end."""

import base64
import io
import json
import re
import wave

from openai import BadRequestError

import wires


def recording(seconds, rate=8000):
    """A silent WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as wav:
        wav.setparams((1, 2, rate, 0, "NONE", ""))
        wav.writeframes(bytes(2 * rate * seconds))
    return file.getvalue()


def duration(file):
    """The seconds of a WAV file."""
    with wave.open(io.BytesIO(file)) as wav:
        frames = wav.readframes(wav.getnframes())
        return len(frames) / (wav.getsampwidth() * wav.getnchannels() * wav.getframerate())


def frames(file):
    """The frames of an MP3 file of MPEG 1 or 2, layer III, one after the other to the end."""
    at = count = 0
    while at < len(file):
        head = int.from_bytes(file[at : at + 4], "big")
        version, layer, rate_index, hertz_index = head >> 19 & 3, head >> 17 & 3, head >> 12 & 15, head >> 10 & 3
        if head >> 21 != 0x7FF or layer != 1 or rate_index in (0, 15) or hertz_index == 3:
            raise AssertionError(f"no frame at {at} of {len(file)}: {head:08x}")
        low = [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160]
        high = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
        kilobits = (high if version == 3 else low)[rate_index - 1]
        hertz = [44100, 48000, 32000][hertz_index] // {3: 1, 2: 2, 0: 4}[version]
        at += (144 if version == 3 else 72) * kilobits * 1000 // hertz + (head >> 9 & 1)
        count += 1
    return count


class Transcripts:
    file = ("talk.wav", recording(4), "audio/wav")

    def setUp(self):
        self.audio = self.connect().audio

    def transcribe(self, **parameters):
        return self.audio.transcriptions.create(**{"model": "whisper-1", "file": self.file, **parameters})

    def translate(self, **parameters):
        return self.audio.translations.create(**{"model": "whisper-1", "file": self.file, **parameters})

    def test_a_transcript(self):
        text = self.transcribe(language="en", temperature=0, prompt="Zoology").text
        self.assertIn("talk.wav", text)
        self.assertIn("Zoology", text)

    def test_a_transcript_with_segments(self):
        answer = self.transcribe(response_format="verbose_json")
        self.assertEqual((answer.duration, answer.language), (4.0, "english"))
        self.assertGreater(len(answer.segments), 1)
        self.assertEqual((answer.segments[0].start, answer.segments[-1].end), (0, 4))
        self.assertEqual(" ".join(segment.text.strip() for segment in answer.segments), answer.text)

    def test_a_transcript_as_text(self):
        self.assertEqual(self.transcribe(response_format="text").strip(), self.transcribe().text)

    def test_captions(self):
        text = self.transcribe().text
        srt = self.transcribe(response_format="srt")
        times = re.findall(r"^(\d\d:\d\d:\d\d,\d{3}) --> (\d\d:\d\d:\d\d,\d{3})$", srt, re.M)
        self.assertEqual((times[0][0], times[-1][1]), ("00:00:00,000", "00:00:04,000"))
        self.assertEqual(" ".join(block.split("\n", 2)[2] for block in srt.strip().split("\n\n")), text)
        vtt = self.transcribe(response_format="vtt")
        self.assertTrue(vtt.startswith("WEBVTT\n\n00:00:00.000 --> "), vtt)

    def test_a_translation(self):
        self.assertIn("translation", self.translate(prompt="Guten Tag").text)
        verbose = self.translate(response_format="verbose_json")
        self.assertEqual((verbose.language, verbose.duration), ("english", 4.0))
        self.assertIn("00:00:04,000", self.translate(response_format="srt"))

    def test_no_file_of_sound(self):
        with self.assertRaises(BadRequestError):
            self.transcribe(file=("talk.txt", b"Hello"))


class Speech:
    sentence = "The ocelot is a small wild cat native to the southwestern United States."

    def speak(self, **parameters):
        parameters = {"model": "tts-1", "voice": "alloy", "input": self.sentence, **parameters}
        return self.audio.speech.create(**parameters)

    def test_speech_as_mp3(self):
        answer = self.speak()
        self.assertEqual(answer.response.headers["content-type"], "audio/mpeg")
        self.assertGreater(frames(answer.content), 20)

    def test_speech_as_wav_lasts_as_long_as_its_samples(self):
        lasts = duration(self.speak(response_format="wav").content)
        self.assertTrue(2 < lasts < 10, lasts)
        # 24,000 samples of two bytes a second.
        self.assertAlmostEqual(len(self.speak(response_format="pcm").content) / 48000, lasts, places=2)
        fast = duration(self.speak(response_format="wav", speed=2).content)
        self.assertAlmostEqual(fast * 2, lasts, places=1)

    def test_speech_arrives_in_pieces(self):
        speech = self.audio.speech.with_streaming_response
        with speech.create(model="tts-1", voice="alloy", input=self.sentence, response_format="wav") as answer:
            pieces = list(answer.iter_bytes(4096))
        self.assertGreater(len(pieces), 3)
        self.assertEqual(b"".join(pieces), self.speak(response_format="wav").content)

    def test_speech_in_a_format_that_is_none(self):
        with self.assertRaises(BadRequestError):
            self.speak(response_format="midi")


class Newer:
    """The models that stream."""

    def test_words_of_a_transcript(self):
        answer = self.transcribe(response_format="verbose_json", timestamp_granularities=["word"])
        self.assertEqual(" ".join(word.word for word in answer.words), answer.text)
        self.assertEqual(answer.words[-1].end, 4)

    def test_a_streamed_transcript(self):
        events = list(self.transcribe(model="gpt-4o-transcribe", stream=True))
        pieces = [event.delta for event in events if event.type == "transcript.text.delta"]
        self.assertGreater(len(pieces), 3)
        self.assertEqual(events[-1].type, "transcript.text.done")
        self.assertEqual("".join(pieces), events[-1].text)
        self.assertEqual(events[-1].text, self.transcribe(model="gpt-4o-transcribe").text)

    def test_streamed_speech(self):
        answer = self.speak(model="gpt-4o-mini-tts", response_format="pcm", stream_format="sse")
        lines = [line for line in answer.text.splitlines() if line.startswith("data: ")]
        pieces = [json.loads(line[6:])["audio"] for line in lines if "speech.audio.delta" in line]
        self.assertEqual(json.loads(lines[-1][6:])["type"], "speech.audio.done")
        whole = self.speak(model="gpt-4o-mini-tts", response_format="pcm").content
        self.assertEqual(b"".join(map(base64.b64decode, pieces)), whole)


class OnOpenAI(Transcripts, Speech, Newer, wires.Platform):
    def test_speakers(self):
        answer = self.transcribe(
            model="gpt-4o-transcribe-diarize", response_format="diarized_json", chunking_strategy="auto"
        )
        self.assertGreater(len({segment.speaker for segment in answer.segments}), 1)
        self.assertEqual(" ".join(segment.text.strip() for segment in answer.segments), answer.text)


class OnAzureDated(Transcripts, wires.AzureDated):
    pass


class OnAzurePreview(Transcripts, Speech, Newer, wires.AzurePreview):
    pass
