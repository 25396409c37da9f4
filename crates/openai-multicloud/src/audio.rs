//! Audio: the wire types, and what puts streams together.
//!
//! The text of a recording, and what it says in English:
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/cloud/mod.rs"));
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (client, _emulator) = emulated("openai+{}/v1", Config::new()).await?;
//! use openai_multicloud::File;
//! use openai_multicloud::audio::{TranscriptionRequest, TranslationRequest};
//!
//! let recording = File::bytes("meeting.wav", wav());
//! let words = client.transcribe(TranscriptionRequest::new("whisper-1").language("fr"), recording.clone()).await?;
//! let english = client.translate(TranslationRequest::new("whisper-1"), recording).await?;
//! println!("{} = {}", words.text, english.text);
//! # assert!(!words.text.is_empty() && !english.text.is_empty());
//! # fn wav() -> Vec<u8> {
//! #     let mut file = b"RIFF\x64\x1f\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data\x40\x1f\0\0".to_vec();
//! #     file.extend([128; 8000]);
//! #     file
//! # }
//! # Ok(()) }
//! ```
//!
//! Subtitles are the whole of the text:
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/cloud/mod.rs"));
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (client, _emulator) = emulated("openai+{}/v1", Config::new()).await?;
//! use openai_multicloud::File;
//! use openai_multicloud::audio::{ResponseFormat, TranscriptionRequest};
//!
//! let request = TranscriptionRequest::new("whisper-1").response_format(ResponseFormat::Srt);
//! let subtitles = client.transcribe(request, File::bytes("meeting.wav", wav())).await?;
//! assert!(subtitles.text.starts_with("1\n00:00:00,000 --> "));
//! # fn wav() -> Vec<u8> {
//! #     let mut file = b"RIFF\x64\x1f\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data\x40\x1f\0\0".to_vec();
//! #     file.extend([128; 8000]);
//! #     file
//! # }
//! # Ok(()) }
//! ```
//!
//! The text in pieces as it is heard:
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/cloud/mod.rs"));
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (client, _emulator) = emulated("openai+{}/v1", Config::new()).await?;
//! use openai_multicloud::File;
//! use openai_multicloud::audio::{TranscriptionEvent, TranscriptionRequest};
//!
//! let request = TranscriptionRequest::new("gpt-4o-transcribe");
//! let mut stream = client.transcribe_stream(request, File::bytes("meeting.wav", wav())).await?;
//! while let Some(event) = stream.try_next().await? {
//!     if let TranscriptionEvent::Delta(text) = event {
//!         print!("{}", text.delta);
//!     }
//! }
//! # fn wav() -> Vec<u8> {
//! #     let mut file = b"RIFF\x64\x1f\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data\x40\x1f\0\0".to_vec();
//! #     file.extend([128; 8000]);
//! #     file
//! # }
//! # Ok(()) }
//! ```
//!
//! A text spoken, to a file as it comes; or in events that also tell the cost:
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/cloud/mod.rs"));
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (client, _emulator) = emulated("openai+{}/v1", Config::new()).await?;
//! use openai_multicloud::audio::SpeechRequest;
//!
//! let request = SpeechRequest::new("gpt-4o-mini-tts", "Good morning.", "alloy");
//! let mut file = Vec::new(); // or a `tokio::fs::File`
//! let bytes = client.speak(request.clone()).await?.write_to(&mut file).await?;
//! let speech = client.speak_stream(request).await?.collect().await?;
//! println!("{bytes} bytes of MP3, {:?}", speech.usage);
//! # assert!(bytes > 0);
//! # Ok(()) }
//! ```

pub use openai_core::audio::{Speech, SpeechAccumulator, Transcribe, TranscriptionAccumulator, Translate};
pub use openai_types::audio::*;
