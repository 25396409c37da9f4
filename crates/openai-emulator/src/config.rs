//! How an emulator is set up.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use crate::accounts::Accounts;
use crate::clock::Clock;
use crate::fault::Fault;

/// Settings of an emulator; [`Config::new`] is a free port on loopback.
#[derive(Clone)]
#[non_exhaustive]
pub struct Config {
    /// Where to listen; port 0, the default, takes a free one.
    pub listen: SocketAddr,
    /// What the answers are made up from; the same seed gives the same answers.
    pub seed: u64,
    /// The only secret that is accepted, beside the tokens that the emulator issues. Without one, any non-empty
    /// credential of the right scheme is, except for a token that the emulator knows to be wrong.
    pub key: Option<String>,
    /// Faults for every request that brings none of its own: each request takes the first that is not used up.
    pub faults: Vec<Fault>,
    /// The wait before each event of a stream; none by default.
    pub token_delay: Duration,
    /// For whom tokens are issued.
    pub accounts: Accounts,
    /// How long an issued token lives, in whole seconds; one hour by default.
    pub token_lifetime: Duration,
    /// The time that stored things live by; the machine's by default.
    pub clock: Clock,
    /// Whether operations are served that are reported of a cloud but described in no file or page of it; off by default.
    pub unverified: bool,
}

impl Config {
    /// A free port on 127.0.0.1, the default seed, any credential, no faults and no delay.
    #[must_use]
    pub fn new() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            seed: 42,
            key: None,
            faults: Vec::new(),
            token_delay: Duration::ZERO,
            accounts: Accounts::default(),
            token_lifetime: Duration::from_secs(3600),
            clock: Clock::system(),
            unverified: false,
        }
    }

    /// Listens on this address.
    #[must_use]
    pub fn listen(mut self, address: SocketAddr) -> Self {
        self.listen = address;
        self
    }

    /// Makes answers up from this number.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Accepts only this secret, on every wire, and the tokens that the emulator issues.
    #[must_use]
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// Adds a fault for requests that bring none of their own.
    #[must_use]
    pub fn fault(mut self, fault: Fault) -> Self {
        self.faults.push(fault);
        self
    }

    /// Waits so long before each event of a stream.
    #[must_use]
    pub fn token_delay(mut self, delay: Duration) -> Self {
        self.token_delay = delay;
        self
    }

    /// Issues tokens for these accounts.
    #[must_use]
    pub fn accounts(mut self, accounts: Accounts) -> Self {
        self.accounts = accounts;
        self
    }

    /// Lets issued tokens live so long.
    #[must_use]
    pub fn token_lifetime(mut self, lifetime: Duration) -> Self {
        self.token_lifetime = lifetime;
        self
    }

    /// Takes the time from this clock, such as one that a test moves by hand.
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Also serves what is reported of a cloud but described in no file or page of it: images, audio, counting and
    /// compacting on Azure v1, and responses on Vertex AI, of which a discovery document tells the paths alone.
    #[must_use]
    pub fn unverified(mut self, unverified: bool) -> Self {
        self.unverified = unverified;
        self
    }
}

impl Default for Config {
    fn default() -> Self {
        Self::new()
    }
}

/// Shows everything but secrets.
impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("listen", &self.listen)
            .field("seed", &self.seed)
            .field("key", &self.key.as_ref().map(|_| "[redacted]"))
            .field("faults", &self.faults)
            .field("token_delay", &self.token_delay)
            .field("accounts", &self.accounts)
            .field("token_lifetime", &self.token_lifetime)
            .field("clock", &self.clock)
            .field("unverified", &self.unverified)
            .finish()
    }
}
