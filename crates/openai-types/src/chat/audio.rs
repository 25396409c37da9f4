//! Spoken answers.

use crate::wire;

wire! {
    /// Voice and format of a spoken answer.
    pub struct AudioOutput {
        /// Who speaks.
        pub voice: Voice,
        /// How the recording is encoded.
        pub format: AudioFormat,
    }

    /// A voice by name, or one of the caller's own by id.
    pub either Voice {
        /// One of the service's voices.
        string => Name(VoiceName),
        /// A custom voice.
        object => Custom(VoiceId),
    }

    /// One of the service's voices. Which ones there are depends on the model.
    pub enum VoiceName {
        /// Alloy.
        "alloy" => Alloy,
        /// Ash.
        "ash" => Ash,
        /// Ballad.
        "ballad" => Ballad,
        /// Cedar.
        "cedar" => Cedar,
        /// Coral.
        "coral" => Coral,
        /// Echo.
        "echo" => Echo,
        /// Fable.
        "fable" => Fable,
        /// Marin.
        "marin" => Marin,
        /// Nova.
        "nova" => Nova,
        /// Onyx.
        "onyx" => Onyx,
        /// Sage.
        "sage" => Sage,
        /// Shimmer.
        "shimmer" => Shimmer,
        /// Verse.
        "verse" => Verse,
    }

    /// A custom voice.
    pub struct VoiceId {
        /// The voice's id.
        pub id: String,
    }

    /// How a recording is encoded.
    pub enum AudioFormat {
        /// WAV.
        "wav" => Wav,
        /// AAC.
        "aac" => Aac,
        /// MP3.
        "mp3" => Mp3,
        /// FLAC.
        "flac" => Flac,
        /// Opus.
        "opus" => Opus,
        /// Raw 16-bit samples, little end first.
        "pcm16" => Pcm16,
    }

    /// A spoken answer; in a request, just the id of an earlier one.
    pub struct AudioRef {
        /// The id to refer to it by. Missing in chunks after the first.
        pub id: Option<String>,
        /// The recording in base64.
        pub data: Option<String>,
        /// What is said.
        pub transcript: Option<String>,
        /// When the service forgets the recording, in seconds since 1970.
        pub expires_at: Option<u64>,
    }
}
