//! Audio: speech to text, and text to speech.

pub use openai_core::audio::{Speech, SpeechAccumulator, TranscriptionAccumulator};
use openai_core::audio::{Transcribe, Translate};
use openai_core::{Error, File};
use openai_types::audio::{
    SpeechEvent, SpeechRequest, Transcription, TranscriptionEvent, TranscriptionRequest, TranslationRequest,
};

use crate::{Client, Download, EventStream, Reply};

impl Client {
    /// Asks for the text of a recording, in the recording's language.
    ///
    /// Subtitles (`srt`, `vtt`) and plain text are the whole of the answer's `text`.
    ///
    /// ```no_run
    /// # async fn example(client: openai_client::Client) -> Result<(), openai_core::Error> {
    /// use openai_client::file;
    /// use openai_types::audio::TranscriptionRequest;
    ///
    /// let request = TranscriptionRequest::new("whisper-1").language("en");
    /// let transcription = client.transcribe(request, file::open("meeting.mp3").await?).await?;
    /// println!("{}", transcription.text);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send). A request with `stream` set is [`Invalid`](openai_core::ErrorKind::Invalid).
    pub async fn transcribe(&self, request: TranscriptionRequest, file: File) -> Result<Reply<Transcription>, Error> {
        self.send(Transcribe::new(request, file)).await
    }

    /// Asks for the text of a recording, in pieces as they come. `stream` is set. `whisper-1` cannot do this.
    ///
    /// # Errors
    /// As [`stream`](Self::stream).
    pub async fn transcribe_stream(
        &self,
        request: TranscriptionRequest,
        file: File,
    ) -> Result<EventStream<TranscriptionEvent>, Error> {
        self.stream(Transcribe::new(request, file)).await
    }

    /// Asks for the text of a recording in English.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn translate(&self, request: TranslationRequest, file: File) -> Result<Reply<Transcription>, Error> {
        self.send(Translate::new(request, file)).await
    }

    /// Asks for a text to be spoken, and answers with the sound as it comes.
    ///
    /// ```no_run
    /// # async fn example(client: openai_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use openai_types::audio::SpeechRequest;
    ///
    /// let mut file = tokio::fs::File::create("hello.mp3").await?;
    /// client.speak(SpeechRequest::new("tts-1", "Hello", "alloy")).await?.write_to(&mut file).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`download`](Self::download). A request whose `stream_format` is `sse` is [`Invalid`](openai_core::ErrorKind::Invalid).
    pub async fn speak(&self, request: SpeechRequest) -> Result<Download, Error> {
        self.download(request).await
    }

    /// Asks for a text to be spoken, and answers with events that bring the sound and at last what it cost.
    /// `stream_format` is set to `sse`.
    ///
    /// # Errors
    /// As [`stream`](Self::stream).
    pub async fn speak_stream(&self, request: SpeechRequest) -> Result<EventStream<SpeechEvent>, Error> {
        self.stream(request).await
    }
}
