//! The wires, for settings that the constructors here do not cover, and for what only one cloud has.
//!
//! What only one cloud has goes out by [`Client::send`](crate::Client::send) and its like. Chat on one's own data, on
//! Azure:
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/cloud/mod.rs"));
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (client, _emulator) = emulated("azure+{}?api-version=2024-10-21", Config::new()).await?;
//! use openai_multicloud::chat::{Message, Request};
//! use openai_multicloud::wires::azure::on_your_data::v2024;
//!
//! let index = v2024::SearchParameters::new("https://docs.search.windows.net", "manuals")
//!     .authentication(v2024::Authentication::api_key("search-key"));
//! let question = Request::new("gpt-4o", [Message::user("How do I reset it?")]);
//! let mut stream = client.stream(v2024::Request::new(question, index)).await?;
//! while let Some(chunk) = stream.try_next().await? {
//!     print!("{}", chunk.text());
//!     for source in chunk.citations() {
//!         println!("from {:?}", source.title);
//!     }
//! }
//! # Ok(()) }
//! ```
//!
//! The same in the shape of 2023, which knows other sources too:
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/cloud/mod.rs"));
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (client, _emulator) = emulated("azure+{}?api-version=2023-12-01-preview", Config::new()).await?;
//! use openai_multicloud::chat::{Message, Request};
//! use openai_multicloud::wires::azure::on_your_data::v2023;
//!
//! let index = v2023::SearchParameters::new("https://docs.search.windows.net", "manuals")
//!     .authentication(v2023::Authentication::api_key("search-key"));
//! let question = Request::new("gpt-4", [Message::user("How do I reset it?")]);
//! let reply = client.send(v2023::Request::new(question, index)).await?;
//! println!("{} {:?}", reply.text(), reply.citations());
//! # assert!(!reply.text().is_empty() && !reply.citations().is_empty());
//! # Ok(()) }
//! ```
//!
//! What Azure's Computer Vision sees in a picture, beside the answer:
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/cloud/mod.rs"));
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (client, _emulator) = emulated("azure+{}?api-version=2023-12-01-preview", Config::new()).await?;
//! use openai_multicloud::chat::{ContentPart, Message, Request};
//! use openai_multicloud::wires::azure::enhancements::Enhancements;
//! use openai_multicloud::wires::azure::on_your_data::v2023;
//!
//! let picture = ContentPart::image_url("https://example.com/chair.png");
//! let question = Request::new("gpt-4-vision", [Message::user([ContentPart::text("What is this?"), picture])]);
//! let vision = v2023::ComputerVisionParameters::new("https://eyes.cognitiveservices.azure.com", "vision-key");
//! let request = v2023::Request::new(question, vision).enhancements(Enhancements::all());
//! let reply = client.send(request).await?;
//! println!("{:?}", reply.choices[0].enhancements);
//! # assert!(reply.choices[0].enhancements.is_some());
//! # Ok(()) }
//! ```
//!
//! DALL-E 2 by submission, on Azure. [`Poller::wait`](crate::Poller::wait) asks at the pace that the service wants:
//!
//! ```
//! # use std::time::Duration;
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/cloud/mod.rs"));
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let clock = openai_emulator::Clock::manual();
//! # let (client, _emulator) = emulated("azure+{}?api-version=2023-06-01-preview", Config::new().clock(clock.clone())).await?;
//! use openai_multicloud::wires::azure::dalle2;
//!
//! let mut poller = client.begin(dalle2::Request::new("An avocado chair").n(2_u64)).await?;
//! # clock.advance(Duration::from_secs(3));
//! while !poller.is_over() {
//!     poller.poll().await?;
//! }
//! let done = client.send(dalle2::Retrieve::new(&poller.latest().id)).await?;
//! println!("{:?}", done.result);
//! client.send(dalle2::Delete::new(&done.id)).await?;
//! # Ok(()) }
//! ```
//!
//! Jobs that put documents into an index, on Azure:
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/cloud/mod.rs"));
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (client, _emulator) = emulated("azure+{}?api-version=2023-10-01-preview", Config::new()).await?;
//! use openai_multicloud::wires::azure::ingestion::v2023::{Headers, List, Request, Retrieve, Start};
//!
//! let store = "DefaultEndpointsProtocol=https;AccountName=docs;AccountKey=c2VjcmV0";
//! let headers = Headers::new("https://docs.search.windows.net", store, "manuals");
//! client.send(Start::new("manuals", Request::new(0), headers)).await?;
//! let job = client.send(Retrieve::new("manuals")).await?;
//! println!("{:?}", job.status);
//! let jobs = client.send(List::new()).await?.into_inner().value;
//! assert_eq!(jobs.len(), 1);
//! # Ok(()) }
//! ```
//!
//! The same from 2024-05-01-preview on, where every repetition of a job is a run of its own:
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/cloud/mod.rs"));
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (client, _emulator) = emulated("azure+{}?api-version=2024-05-01-preview", Config::new()).await?;
//! use openai_multicloud::wires::azure::ingestion::v2024::{
//!     ConnectionStringConnection, KeyConnection, List, ListRuns, Retrieve, RetrieveRun, Start, Storage,
//!     SystemCompute,
//! };
//!
//! let search = KeyConnection::new("https://docs.search.windows.net", "search-key");
//! let store = ConnectionStringConnection::new("DefaultEndpointsProtocol=https;AccountName=docs;AccountKey=c2VjcmV0");
//! let job = SystemCompute::new()
//!     .search_service_connection(search)
//!     .datasource(Storage::new("manuals").connection(store));
//! client.send(Start::new("manuals", job.into())).await?;
//!
//! let runs = client.send(ListRuns::new("manuals")).await?.into_inner().value;
//! let newest = runs[0].run_id.as_deref().ok_or("no id")?;
//! println!("{:?}", client.send(RetrieveRun::new("manuals", newest)).await?.status);
//! println!("{:?}", client.send(Retrieve::new("manuals")).await?.into_inner());
//! let jobs = client.send(List::new()).await?.into_inner().value;
//! assert_eq!(jobs.len(), 1);
//! # Ok(()) }
//! ```
//!
//! Waiting for the first of these runs:
//!
//! ```
//! # use std::time::Duration;
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/cloud/mod.rs"));
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let clock = openai_emulator::Clock::manual();
//! # let (client, _emulator) = emulated("azure+{}?api-version=2024-05-01-preview", Config::new().clock(clock.clone())).await?;
//! use openai_multicloud::wires::azure::ingestion::v2024::{
//!     ConnectionStringConnection, FirstRun, KeyConnection, RunStatus, Start, Storage, SystemCompute,
//! };
//!
//! let search = KeyConnection::new("https://docs.search.windows.net", "search-key");
//! let store = ConnectionStringConnection::new("DefaultEndpointsProtocol=https;AccountName=docs;AccountKey=c2VjcmV0");
//! let job = SystemCompute::new()
//!     .search_service_connection(search)
//!     .datasource(Storage::new("manuals").connection(store));
//! let mut run = client.begin(FirstRun::new(Start::new("manuals", job.into()))).await?;
//! # clock.advance(Duration::from_secs(60));
//! while !run.is_over() {
//!     run.poll().await?;
//! }
//! assert_eq!(run.latest().status, Some(RunStatus::Succeeded));
//! # Ok(()) }
//! ```

#[cfg(feature = "azure")]
pub use openai_azure as azure;
#[cfg(feature = "databricks")]
pub use openai_databricks as databricks;
#[cfg(feature = "openai")]
pub use openai_platform as openai;
#[cfg(feature = "vertex")]
pub use openai_vertex as vertex;
