//! A program that prints a token.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::io;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use futures_util::future::try_join;
use openai_core::{CredentialError, SecretString, Token, TokenSource, async_trait};
use secrecy::zeroize::Zeroizing;
use tokio::io::{AsyncRead, AsyncReadExt};

use crate::answer::Answer;
use crate::blot::blot;
use crate::timestamp;
use crate::within::within;

/// Tokens that a program prints, such as `gcloud auth print-access-token`, the token of who is signed in to gcloud, or
/// `gcloud auth application-default print-access-token`, that of the Application Default Credentials.
///
/// The program is started without a shell, with the environment of this one and nothing on its standard input. It ends
/// with status 0 and prints either the bare token or a JSON object:
///
/// - the token in `access_token` or `accessToken`,
/// - its life in `expires_in` (seconds), `expires_on` (Unix time) or `expiry` (RFC 3339), as the Databricks and the
///   Azure CLI print it.
///
/// A token whose life is not told is taken to live [five minutes](Self::with_lifetime). At most 1 MiB is read. Arguments
/// are never shown, since they may hold secrets; of what the program says to its standard error, a failure keeps some
/// 300 characters, in which the tokens of the known clouds are blotted out.
///
/// ```
/// use openai_auth::{BearerFrom, Cached, Command};
///
/// let gcloud = Command::new("gcloud", ["auth", "print-access-token"]);
/// let credential = BearerFrom::new(Cached::new(gcloud));
/// ```
#[derive(Clone)]
pub struct Command {
    program: OsString,
    arguments: Vec<OsString>,
    time_limit: Duration,
    lifetime: Option<Duration>,
    wall: Arc<dyn Fn() -> SystemTime + Send + Sync>,
}

/// The most bytes of the program's output.
const LONGEST_OUTPUT: usize = 1 << 20;
/// The most bytes of what the program says about a failure.
const LONGEST_COMPLAINT: usize = 8 << 10;

impl Command {
    /// A program, by its path or as it is found on `PATH`, and its arguments.
    ///
    /// On Windows a batch file needs its ending: `gcloud.cmd`, `az.cmd`.
    #[must_use]
    pub fn new<A: AsRef<OsStr>>(program: impl AsRef<OsStr>, arguments: impl IntoIterator<Item = A>) -> Self {
        Self {
            program: program.as_ref().to_owned(),
            arguments: arguments
                .into_iter()
                .map(|argument| argument.as_ref().to_owned())
                .collect(),
            time_limit: Duration::from_secs(30),
            lifetime: Some(Duration::from_secs(300)),
            wall: Arc::new(SystemTime::now),
        }
    }

    /// How long the program may take before it is killed. The default is 30 seconds.
    #[must_use]
    pub fn with_time_limit(mut self, limit: Duration) -> Self {
        self.time_limit = limit;
        self
    }

    /// How long a token lives whose life the program does not tell; `None` keeps it until a server refuses it.
    ///
    /// The default is five minutes: `gcloud` hands out the token that it has at hand for as long as it lives at least
    /// that long.
    #[must_use]
    pub fn with_lifetime(mut self, lifetime: Option<Duration>) -> Self {
        self.lifetime = lifetime;
        self
    }

    /// Reads the wall clock in another way than from the system, for tests and simulations.
    #[must_use]
    pub fn with_wall_clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.wall = Arc::new(clock);
        self
    }

    /// What a message calls the program.
    fn name(&self) -> String {
        let name = Path::new(&self.program).file_name().unwrap_or(&self.program);
        format!("`{}`", name.to_string_lossy())
    }

    async fn run(&self) -> Result<Zeroizing<Vec<u8>>, CredentialError> {
        let name = self.name();
        let mut child = tokio::process::Command::new(&self.program)
            .args(&self.arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| unstartable(&name, error))?;
        let (mut output, mut complaint) = (Zeroizing::new(Vec::new()), Zeroizing::new(Vec::new()));
        let streams = (child.stdout.take(), child.stderr.take());
        let unreadable =
            |error| CredentialError::passing(format!("what {name} printed cannot be read")).with_source(error);
        let listen = async {
            let Some(stream) = streams.0 else { return Ok(()) };
            let mut stream = stream.take(LONGEST_OUTPUT as u64 + 1);
            stream.read_to_end(&mut output).await.map_err(unreadable)?;
            if output.len() > LONGEST_OUTPUT {
                return Err(CredentialError::new(format!(
                    "{name} printed more than 1 MiB, which is no token"
                )));
            }
            Ok(())
        };
        let overhear = async {
            let Some(stream) = streams.1 else { return Ok(()) };
            hear(stream, &mut complaint).await.map_err(unreadable)
        };
        try_join(listen, overhear).await?;
        let status = child.wait().await.map_err(unreadable)?;
        if status.success() {
            Ok(output)
        } else {
            Err(CredentialError::new(failure(&name, status, &complaint)))
        }
    }

    fn read(&self, output: &[u8]) -> Result<Token, String> {
        let text = std::str::from_utf8(output).map_err(|_| "is not UTF-8")?.trim();
        if text.is_empty() {
            return Err("is empty".to_owned());
        }
        if !text.starts_with('{') {
            if text.contains(char::is_whitespace) {
                return Err("is neither a token alone nor a JSON object".to_owned());
            }
            let token = SecretString::from(text);
            return Ok(Token::new(token, self.lifetime));
        }
        let answer = Answer::parse(text.as_bytes())?;
        answer.check_type(&["token_type", "tokenType"])?;
        let lifetime = match answer.seconds("expires_in")? {
            Some(lifetime) => Some(lifetime),
            None => self.end(&answer)?.or(self.lifetime),
        };
        Ok(Token::new(answer.secret(&["access_token", "accessToken"])?, lifetime))
    }

    /// The time until the moment at which the token ends, where one is told.
    fn end(&self, answer: &Answer<'_>) -> Result<Option<Duration>, String> {
        let end = match (answer.seconds("expires_on")?, answer.text("expiry")?) {
            (Some(since_epoch), _) => SystemTime::UNIX_EPOCH.checked_add(since_epoch),
            (None, Some(expiry)) => {
                let fault = "has an `expiry` that is not a moment such as 2026-03-01T12:00:00Z";
                Some(timestamp::parse(&expiry).ok_or(fault)?)
            }
            (None, None) => None,
        };
        Ok(end.map(|end| end.duration_since((self.wall)()).unwrap_or_default()))
    }
}

#[async_trait]
impl TokenSource for Command {
    async fn fetch(&self) -> Result<Token, CredentialError> {
        let name = self.name();
        let output = within(self.time_limit, &name, self.run()).await?;
        let token = self.read(&output);
        token.map_err(|fault| CredentialError::new(format!("what {name} printed {fault}")))
    }

    fn origin(&self) -> Option<String> {
        Some(format!("the program {}", self.name()))
    }
}

impl fmt::Debug for Command {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Command({}, {} arguments)", self.name(), self.arguments.len())
    }
}

/// Keeps the beginning of a stream and reads on to its end, so that the program is not held up.
async fn hear(mut stream: impl AsyncRead + Unpin, kept: &mut Vec<u8>) -> io::Result<()> {
    let mut piece = Zeroizing::new([0; 4096]);
    loop {
        let read = stream.read(&mut piece[..]).await?;
        if read == 0 {
            return Ok(());
        }
        let room = LONGEST_COMPLAINT.saturating_sub(kept.len());
        kept.extend_from_slice(piece.get(..read.min(room)).unwrap_or_default());
    }
}

fn unstartable(name: &str, error: io::Error) -> CredentialError {
    let message = match error.kind() {
        io::ErrorKind::NotFound => format!("{name} is not there: install it, put it on PATH, or give its whole path"),
        io::ErrorKind::PermissionDenied => format!("{name} may not be run: check that it is a program"),
        _ => format!("{name} cannot be started"),
    };
    CredentialError::new(message).with_source(error)
}

fn failure(name: &str, status: ExitStatus, complaint: &[u8]) -> String {
    let complaint = blot(&String::from_utf8_lossy(complaint), &[]);
    match complaint.as_str() {
        "" => format!("{name} failed ({status}) and said nothing"),
        complaint => format!("{name} failed ({status}): {complaint}"),
    }
}
