//! Waiting for work that goes on at the service.

use std::fmt;
use std::future::pending;
use std::marker::PhantomData;
use std::time::Duration;

use bytes::Bytes;
use http::response;
use openai_core::{ApiError, Call, Endpoint, Error, ErrorKind, Job, Phase, Ticket};
use tokio::time::{Instant, sleep, timeout_at};

use crate::retry::server_delay;
use crate::{Client, Reply};

impl Client {
    /// Begins work that goes on at the service, and answers with what follows it to its end.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { let clock = Clock::manual(); emulated_by(&clock, async |client| {
    /// # let _folder = samples()?;
    /// # let lines = openai_client::file::open("requests.jsonl").await?;
    /// # let file = client.create_file(openai_types::files::Form::new("batch"), lines).await?;
    /// use openai_types::batches::{Endpoint, Request};
    ///
    /// let mut poller = client.begin(Request::new(&file.id, Endpoint::ChatCompletions)).await?;
    /// let saved = serde_json::to_string(&poller.ticket())?; // for `resume`, after a crash
    /// # clock.advance(std::time::Duration::from_secs(10));
    /// # poller = poller.every(std::time::Duration::ZERO);
    /// let batch = poller.wait().await?;
    /// println!("the answers are in {:?}", batch.output_file_id);
    /// # assert!(batch.output_file_id.is_some());
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn begin<E: Endpoint>(&self, request: E) -> Result<Poller<E::Response>, Error>
    where
        E::Response: Job,
    {
        let reply = self.send(request).await?;
        let ticket = reply.value.ticket(reply.headers());
        Ok(Poller::new(self.clone(), ticket, reply))
    }

    /// Goes on with work that was begun before, perhaps by another process, and asks at once how it stands.
    ///
    /// The client must be set up as the one that began the work. Options of that call are no part of the ticket: where it
    /// had an api-version of its own, give the same one again with [`with`](Self::with).
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { let clock = Clock::manual(); emulated_by(&clock, async |client| {
    /// # let _folder = samples()?;
    /// # let lines = openai_client::file::open("requests.jsonl").await?;
    /// # let file = client.create_file(openai_types::files::Form::new("batch"), lines).await?;
    /// # let request = openai_types::batches::Request::new(&file.id, openai_types::batches::Endpoint::ChatCompletions);
    /// # let saved = serde_json::to_string(&client.begin(request).await?.ticket())?;
    /// # clock.advance(std::time::Duration::from_secs(10));
    /// use openai_core::Ticket;
    /// use openai_types::batches::Batch;
    ///
    /// let ticket: Ticket = serde_json::from_str(&saved)?;
    /// let batch = client.resume::<Batch>(ticket).await?.wait().await?;
    /// println!("the answers are in {:?}", batch.output_file_id);
    /// # assert!(batch.output_file_id.is_some());
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send); [`ErrorKind::Invalid`] where the ticket is for another kind of work.
    pub async fn resume<J: Job>(&self, ticket: Ticket) -> Result<Poller<J>, Error> {
        if ticket.kind != J::KIND {
            let message = format!(
                "the ticket is for work of the kind `{}`, and `{}` is to be resumed",
                ticket.kind,
                J::KIND
            );
            return Err(Error::new(ErrorKind::Invalid, message));
        }
        let reply = self.send(Ask::<J>::new(J::status_call(&ticket)?)).await?;
        Ok(Poller::new(self.clone(), Some(ticket), reply))
    }
}

/// Follows work at the service to its end: a batch, a response made in the background, a job of one provider's.
///
/// Between two questions it waits as long as the server asks for (`retry-after-ms`, `retry-after`), up to an hour, and
/// else longer each time, up to a minute. Dropping a future loses nothing: the work goes on at the service, and [`ticket`](Self::ticket) leads to it.
#[must_use = "the work goes on, and nobody asks for its result"]
pub struct Poller<J: Job> {
    client: Client,
    ticket: Option<Ticket>,
    latest: Reply<J>,
    every: Option<Duration>,
    deadline: Option<(Instant, Duration)>,
    /// How often it was asked.
    asked: u32,
}

impl<J: Job> Poller<J> {
    fn new(client: Client, ticket: Option<Ticket>, latest: Reply<J>) -> Self {
        Self {
            client,
            ticket,
            latest,
            every: None,
            deadline: None,
            asked: 0,
        }
    }

    /// Asks this often where the server does not say how often.
    pub fn every(mut self, interval: Duration) -> Self {
        self.every = Some(interval);
        self
    }

    /// Waits this long at most, counted from now on: no question is asked after it, and one shortly before it. The work is
    /// not stopped by it.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Instant::now().checked_add(deadline).map(|at| (at, deadline));
        self
    }

    /// How the work stands, as the service last told.
    #[must_use]
    pub fn latest(&self) -> &Reply<J> {
        &self.latest
    }

    /// How far the work is, as the service last told.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.latest.value.phase()
    }

    /// Whether the work is over.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.phase() != Phase::Running
    }

    /// What leads back to the work: save it, and [`resume`](Client::resume) with it. Nothing where the service has told
    /// neither id nor address, as of work that was over at once.
    #[must_use]
    pub fn ticket(&self) -> Option<&Ticket> {
        self.ticket.as_ref()
    }

    /// How long to wait before the next question: an hour at most where the server says how long.
    #[must_use]
    pub fn next_delay(&self) -> Duration {
        let clock = &self.client.shared.settings.clock;
        let asked = server_delay(self.latest.headers(), || clock.now()).filter(|delay| !delay.is_zero());
        let asked = asked.map(|delay| delay.min(LONGEST_ASKED));
        asked.or(self.every).unwrap_or_else(|| {
            let longer = 1.5_f64.powi(i32::try_from(self.asked).unwrap_or(i32::MAX).min(64));
            let delay = Duration::try_from_secs_f64(J::DELAY.as_secs_f64() * longer).unwrap_or(LONGEST);
            delay.min(LONGEST.max(J::DELAY))
        })
    }

    /// Asks now how the work stands.
    ///
    /// # Errors
    /// As [`Client::send`]; [`ErrorKind::Decode`] where the service has not told what to ask by. What was known before
    /// is kept.
    pub async fn poll(&mut self) -> Result<&Reply<J>, Error> {
        let call = J::status_call(self.asked_by()?)?;
        self.asked = self.asked.saturating_add(1);
        self.latest = self.client.send(Ask::<J>::new(call)).await?;
        Ok(&self.latest)
    }

    /// Waits until the work is over.
    ///
    /// # Errors
    /// [`ErrorKind::Failed`] where it ends without a result: [`Error::partial`] then has the work as the service last told
    /// it, and [`Error::api`] why it failed. [`ErrorKind::Deadline`] where the deadline passes first, in the middle of a
    /// question too; and as [`poll`](Self::poll). After an error it can be waited for again, after the deadline with a
    /// later one.
    pub async fn wait(&mut self) -> Result<Reply<J>, Error>
    where
        J: Clone + Sync + 'static,
    {
        loop {
            match self.phase() {
                Phase::Succeeded => return Ok(self.latest.clone()),
                Phase::Failed(why) => return Err(self.failed(&why)),
                _ => {}
            }
            let delay = self.next_delay();
            let Some((at, allowed)) = self.deadline else {
                sleep(delay).await;
                self.poll().await?;
                continue;
            };
            let left = at.saturating_duration_since(Instant::now());
            let asked = async {
                if delay < left {
                    sleep(delay).await;
                    return self.poll().await.map(|_| ());
                }
                sleep(left.saturating_sub(LAST_CALL.min(left / 4))).await;
                if self.poll().await?.value.phase() != Phase::Running {
                    return Ok(());
                }
                pending().await
            };
            let outcome = match left {
                Duration::ZERO => None,
                _ => timeout_at(at, asked).await.ok(),
            };
            outcome.unwrap_or_else(|| Err(late::<J>(allowed)))?;
        }
    }

    /// Stops the work, or deletes it where that is how the service stops it.
    ///
    /// It may take a while: [`wait`](Self::wait) or [`poll`](Self::poll) tells when it has stopped. Where the service
    /// answers with the work as it stands now, [`latest`](Self::latest) has it.
    ///
    /// # Errors
    /// As [`poll`](Self::poll); [`ErrorKind::Unsupported`] where the service cannot stop such work.
    pub async fn cancel(&mut self) -> Result<(), Error> {
        let Some(call) = J::cancel_call(self.asked_by()?)? else {
            let message = format!("work of the kind `{}` cannot be stopped", J::KIND);
            return Err(Error::new(ErrorKind::Unsupported, message));
        };
        let reply = self.client.step("cancel").send(Stop::<J>::new(call)).await?;
        if let Some(latest) = reply.transposed() {
            self.latest = latest;
        }
        Ok(())
    }

    /// The error of work that came to nothing, and of the answer that told so.
    fn failed(&self, why: &str) -> Error
    where
        J: Clone + Sync + 'static,
    {
        let message = format!("the {} came to nothing: {why}", J::KIND);
        let error = self.latest.clone().told(Error::new(ErrorKind::Failed, message));
        match self.latest.value.failure() {
            Some(api) => error.with_api(api),
            None => error,
        }
    }

    fn asked_by(&self) -> Result<&Ticket, Error> {
        self.ticket.as_ref().ok_or_else(|| {
            let message = format!("the service has told neither id nor address of the {}", J::KIND);
            Error::new(ErrorKind::Decode, message)
        })
    }
}

impl<J: Job + fmt::Debug> fmt::Debug for Poller<J> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Poller")
            .field("ticket", &self.ticket)
            .field("latest", &self.latest)
            .finish_non_exhaustive()
    }
}

/// The longest wait of our own making between two questions.
const LONGEST: Duration = Duration::from_secs(60);

/// The longest wait that a server can ask for. Nobody wants to learn a day late that the work is over, and a question too
/// many does no harm.
const LONGEST_ASKED: Duration = Duration::from_secs(3600);

/// How long before the deadline the last question is asked at the latest, so that its answer can still come.
const LAST_CALL: Duration = Duration::from_secs(5);

/// A call that is answered with the job as it stands.
struct Ask<J>(Call, PhantomData<fn() -> J>);

impl<J> Ask<J> {
    fn new(call: Call) -> Self {
        Self(call, PhantomData)
    }
}

impl<J: Job> Endpoint for Ask<J> {
    type Response = J;

    fn call(&self) -> Result<Call, Error> {
        Ok(self.0.clone())
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<J, Error> {
        J::decode(head, &body)
    }
}

/// A call that stops a job. It may be answered with the job as it stands, or with nothing that is one.
struct Stop<J>(Call, PhantomData<fn() -> J>);

impl<J> Stop<J> {
    fn new(call: Call) -> Self {
        Self(call, PhantomData)
    }
}

impl<J: Job> Endpoint for Stop<J> {
    type Response = Option<J>;

    fn call(&self) -> Result<Call, Error> {
        Ok(self.0.clone())
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<Option<J>, Error> {
        match J::decode(head, &body) {
            // Without id and address it is no job, though an error may look like one that failed.
            Ok(job) if job.ticket(&head.headers).is_some() => return Ok(Some(job)),
            Err(error) if error.kind() != ErrorKind::Decode => return Err(error),
            _ => {}
        }
        match ApiError::in_stream("", &body) {
            Some(api) => Err(Error::from_answer(head.status, head.headers.clone(), body, api)),
            None => Ok(None),
        }
    }
}

fn late<J: Job>(allowed: Duration) -> Error {
    let message = format!(
        "the {} is not over within {allowed:?}: it goes on, and can be waited for again with a later deadline",
        J::KIND
    );
    Error::new(ErrorKind::Deadline, message)
}
