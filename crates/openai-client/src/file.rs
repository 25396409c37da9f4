//! Files to be sent, from disk or from any reader. Files in memory are [`File::bytes`].

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::{Bytes, BytesMut};
use futures_util::stream;
use openai_core::{Error, ErrorKind, File, Pieces, Source};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncSeekExt as _};

/// How much is read at once.
const PIECE: usize = 64 * 1024;

/// A file on disk, under its own name.
///
/// It is read as it is sent, and read again for a retry; never whole in memory.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
/// # fn main() -> Outcome { emulated(async |client| {
/// # let _folder = samples()?;
/// use openai_client::file;
/// use openai_types::audio::TranscriptionRequest;
///
/// let recording = file::open("meeting.wav").await?;
/// let transcription = client.transcribe(TranscriptionRequest::new("whisper-1"), recording).await?;
/// println!("{}", transcription.text);
/// # Ok(()) }) }
/// ```
///
/// # Errors
/// [`ErrorKind::Io`] where there is no such file, or where it cannot be read.
pub async fn open(path: impl AsRef<Path>) -> Result<File, Error> {
    let path = path.as_ref();
    let refuse =
        |why: &dyn fmt::Display| Error::new(ErrorKind::Io, format!("{} cannot be read: {why}", path.display()));
    let read = async {
        let file = tokio::fs::File::open(path).await?;
        file.metadata().await
    };
    let metadata = read.await.map_err(|error| refuse(&error).with_source(error))?;
    if !metadata.is_file() {
        return Err(refuse(&"it is no file"));
    }
    let Some(name) = path.file_name() else {
        return Err(refuse(&"it has no name"));
    };
    let source = OnDisk {
        path: path.to_owned(),
        len: metadata.len(),
    };
    Ok(File::new(name.to_string_lossy(), source))
}

/// A file from any reader.
///
/// It is read as it is sent, and can be sent once: the call is not tried again after that.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
/// # fn main() -> Outcome { emulated(async |client| {
/// # let socket = &b"Quinces ripen late."[..];
/// use openai_client::file;
/// use openai_types::files::{Form, Purpose};
///
/// let uploaded = client.create_file(Form::new(Purpose::UserData), file::reader("report.txt", socket)).await?;
/// println!("{:?} bytes", uploaded.bytes);
/// # assert_eq!(uploaded.bytes, Some(19));
/// # Ok(()) }) }
/// ```
pub fn reader(name: impl Into<String>, reader: impl AsyncRead + Send + Unpin + 'static) -> File {
    File::new(name, Reader(Arc::new(Mutex::new(Some(Box::new(reader))))))
}

struct OnDisk {
    path: PathBuf,
    len: u64,
}

impl fmt::Debug for OnDisk {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "OnDisk({:?})", self.path)
    }
}

impl Source for OnDisk {
    fn len(&self) -> Option<u64> {
        Some(self.len)
    }

    fn open(&self) -> io::Result<Pieces> {
        self.open_at(0)
    }

    fn open_at(&self, start: u64) -> io::Result<Pieces> {
        Ok(pieces(Opening::Path(self.path.clone(), start)))
    }
}

type AnyReader = Box<dyn AsyncRead + Send + Unpin>;

/// Taken as soon as its first piece is asked for: a request that never got so far leaves it whole.
#[derive(Clone)]
struct Reader(Arc<Mutex<Option<AnyReader>>>);

impl Reader {
    fn take(&self) -> io::Result<AnyReader> {
        let reader = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        reader.ok_or_else(|| io::Error::other("its reader was read before, and can be read once"))
    }
}

impl fmt::Debug for Reader {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Reader")
    }
}

impl Source for Reader {
    fn len(&self) -> Option<u64> {
        None
    }

    fn open(&self) -> io::Result<Pieces> {
        Ok(pieces(Opening::Reader(self.clone())))
    }

    fn is_available(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }
}

/// How far reading is.
enum Opening {
    Path(PathBuf, u64),
    Reader(Reader),
    Open(AnyReader),
}

fn pieces(opening: Opening) -> Pieces {
    Box::pin(stream::try_unfold(opening, |opening| async move {
        let mut reader: AnyReader = match opening {
            Opening::Path(path, start) => {
                let mut file = tokio::fs::File::open(path).await?;
                file.seek(io::SeekFrom::Start(start)).await?;
                Box::new(file)
            }
            Opening::Reader(reader) => reader.take()?,
            Opening::Open(reader) => reader,
        };
        let mut piece = BytesMut::with_capacity(PIECE);
        let read = reader.read_buf(&mut piece).await?;
        Ok((read > 0).then(|| (Bytes::from(piece), Opening::Open(reader))))
    }))
}
