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
    /// OpenAI and Azure take files of up to 25 MB. Subtitles (`srt`, `vtt`) and plain text are the whole of the
    /// answer's `text`.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// # let _folder = samples()?;
    /// use openai_client::file;
    /// use openai_types::audio::TranscriptionRequest;
    ///
    /// let request = TranscriptionRequest::new("whisper-1").language("en");
    /// let transcription = client.transcribe(request, file::open("meeting.wav").await?).await?;
    /// println!("{}", transcription.text);
    /// # assert!(!transcription.text.is_empty());
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send). A request with `stream` set is [`Invalid`](openai_core::ErrorKind::Invalid).
    pub async fn transcribe(&self, request: TranscriptionRequest, file: File) -> Result<Reply<Transcription>, Error> {
        self.send(Transcribe::new(request, file)).await
    }

    /// Asks for the text of a recording, in pieces as they come.
    ///
    /// `stream` is set. `whisper-1` cannot do this. OpenAI and Azure take files of up to 25 MB.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// # let _folder = samples()?;
    /// use openai_client::file;
    /// use openai_types::audio::{TranscriptionEvent, TranscriptionRequest};
    ///
    /// let request = TranscriptionRequest::new("gpt-4o-transcribe");
    /// let mut stream = client.transcribe_stream(request, file::open("meeting.wav").await?).await?;
    /// # let mut pieces = 0;
    /// while let Some(event) = stream.try_next().await? {
    ///     if let TranscriptionEvent::Delta(piece) = event {
    ///         print!("{}", piece.delta);
    /// #       pieces += 1;
    ///     }
    /// }
    /// # assert!(pieces > 0);
    /// # Ok(()) }) }
    /// ```
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
    /// OpenAI and Azure take files of up to 25 MB.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// # let _folder = samples()?;
    /// use openai_client::file;
    /// use openai_types::audio::TranslationRequest;
    ///
    /// let english = client.translate(TranslationRequest::new("whisper-1"), file::open("meeting.wav").await?).await?;
    /// println!("{}", english.text);
    /// # assert!(!english.text.is_empty());
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn translate(&self, request: TranslationRequest, file: File) -> Result<Reply<Transcription>, Error> {
        self.send(Translate::new(request, file)).await
    }

    /// Asks for a text to be spoken, and answers with the sound as it comes.
    ///
    /// The text has up to 4096 characters. The sound is MP3 unless the request names another format.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// # let _folder = samples()?;
    /// use openai_types::audio::SpeechRequest;
    ///
    /// let mut file = tokio::fs::File::create("hello.mp3").await?;
    /// let bytes = client.speak(SpeechRequest::new("tts-1", "Hello", "alloy")).await?.write_to(&mut file).await?;
    /// assert_eq!(file.metadata().await?.len(), bytes);
    /// # assert!(bytes > 0);
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`download`](Self::download). A request whose `stream_format` is `sse` is [`Invalid`](openai_core::ErrorKind::Invalid).
    pub async fn speak(&self, request: SpeechRequest) -> Result<Download, Error> {
        self.download(request).await
    }

    /// Asks for a text to be spoken, and answers with events.
    ///
    /// They bring the sound, and at last what it cost. `stream_format` is set to `sse`. `tts-1` and `tts-1-hd` cannot
    /// do this.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// use openai_types::audio::SpeechRequest;
    ///
    /// let request = SpeechRequest::new("gpt-4o-mini-tts", "Hello", "alloy");
    /// let speech = client.speak_stream(request).await?.collect().await?;
    /// println!("{} bytes of MP3 for {:?}", speech.audio.len(), speech.usage);
    /// # assert!(!speech.audio.is_empty() && speech.usage.is_some());
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`stream`](Self::stream).
    pub async fn speak_stream(&self, request: SpeechRequest) -> Result<EventStream<SpeechEvent>, Error> {
        self.stream(request).await
    }
}
