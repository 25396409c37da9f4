//! Waiting for an ingestion job's run, whose address the service gives.

use http::{HeaderMap, Response, response};
use openai_azure::ingestion::v2024::{FirstRun, Job, RetrieveRun, Run, Start, SystemCompute, UserTokens};
use openai_core::{Call, Endpoint, ErrorKind, Job as _, Phase, Policy, Provider, Ticket};
use openai_types::decode_str;

use crate::chat::dated;

const ADDRESS: &str =
    "https://my-resource.openai.azure.com/openai/ingestion/jobs/manuals/runs/7?api-version=2024-10-01-preview";

fn head(location: Option<&str>) -> response::Parts {
    let mut head = Response::new(()).into_parts().0;
    if let Some(location) = location {
        head.headers.insert("operation-location", location.parse().unwrap());
    }
    head
}

fn start() -> Start {
    Start::new("manuals", Job::from(SystemCompute::new()))
}

fn asked(call: &Call) -> String {
    let spelled = dated("2024-10-01-preview").request(call, &Policy::new()).unwrap();
    format!("{} {}", spelled.request.method(), spelled.request.uri())
}

#[test]
fn a_job_that_is_started_leads_to_its_first_run() {
    let (plain, first) = (start().call().unwrap(), FirstRun::new(start()).call().unwrap());
    assert_eq!(asked(&plain), asked(&first));
    let head = head(Some(ADDRESS));
    let body = r#"{"kind":"SystemCompute","jobId":"manuals"}"#;
    let run = FirstRun::new(start()).decode(&head, body.into()).unwrap();
    assert_eq!((run.job_id.as_deref(), run.phase()), (Some("manuals"), Phase::Running));
    let ticket = run.ticket(&head.headers).unwrap();
    assert_eq!(ticket, Ticket::new("ingestion run", "manuals").location(ADDRESS));
    assert_eq!(asked(&Run::status_call(&ticket).unwrap()), format!("GET {ADDRESS}"));
    let refused = r#"{"error":{"code":"conflict","message":"There is one."}}"#;
    let error = FirstRun::new(start()).decode(&head, refused.into()).unwrap_err();
    assert_eq!(error.api().and_then(|api| api.code()), Some("conflict"));
}

#[test]
fn a_run_of_a_list_is_asked_for_by_its_names() {
    let run: Run = decode_str(r#"{"jobId":"manuals","runId":"7","status":"Running"}"#).unwrap();
    let ticket = run.ticket(&HeaderMap::new()).unwrap();
    assert_eq!(asked(&Run::status_call(&ticket).unwrap()), format!("GET {ADDRESS}"));
    let nameless: Run = decode_str(r#"{"jobId":"manuals","status":"running"}"#).unwrap();
    assert_eq!(nameless.ticket(&HeaderMap::new()), None);
    let error = Run::status_call(&Ticket::new(Run::KIND, "manuals")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid, "{error}");
    assert!(Run::cancel_call(&ticket).unwrap().is_none(), "nothing stops a run");
}

#[test]
fn tokens_go_to_an_address_of_the_resource_alone() {
    let tokens = || UserTokens::new().management("mgmt-token");
    let call = RetrieveRun::at(ADDRESS).tokens(tokens()).call().unwrap();
    let spelled = dated("2024-10-01-preview").request(&call, &Policy::new()).unwrap();
    assert_eq!(spelled.request.headers()["mgmt-user-token"], "mgmt-token");
    let stray = RetrieveRun::at("https://elsewhere.example/run")
        .tokens(tokens())
        .call()
        .unwrap();
    assert!(dated("2024-10-01-preview").request(&stray, &Policy::new()).is_err());
    let error = RetrieveRun::at("no address").call().unwrap_err();
    assert!(
        error.to_string().contains("`operation-location` cannot be read"),
        "{error}"
    );
}

#[test]
fn a_run_tells_how_far_it_is() {
    for (body, phase) in [
        ("{}", Phase::Running),
        (r#"{"status":"notRunning"}"#, Phase::Running),
        (r#"{"status":"something new"}"#, Phase::Running),
        (r#"{"status":"Succeeded"}"#, Phase::Succeeded),
        (
            r#"{"status":"failed","error":{"message":"no container"}}"#,
            Phase::Failed("no container".to_owned()),
        ),
        (
            r#"{"status":"Failed","error":{"innerErrors":["no key","no door"]}}"#,
            Phase::Failed("no key".to_owned()),
        ),
        (
            r#"{"status":"failed"}"#,
            Phase::Failed("the service does not say why".to_owned()),
        ),
    ] {
        assert_eq!(decode_str::<Run>(body).unwrap().phase(), phase, "{body}");
    }
}

/// An error with a good status is neither an empty list nor a job that goes on for ever.
#[test]
fn an_error_in_a_good_answer_is_an_error() {
    use openai_azure::ingestion::{v2023, v2024};

    fn code<E: Endpoint>(endpoint: &E) -> Option<String> {
        let body = r#"{"error":{"code":"conflict","message":"There is one."}}"#;
        let error = endpoint.decode(&head(None), body.into()).err()?;
        error.api()?.code().map(str::to_owned)
    }
    let conflict = Some("conflict".to_owned());
    for found in [
        code(&start()),
        code(&v2024::Retrieve::new("manuals")),
        code(&v2024::List::new()),
        code(&v2024::ListRuns::new("manuals")),
        code(&RetrieveRun::new("manuals", "7")),
        code(&v2023::Retrieve::new("manuals")),
        code(&v2023::List::new()),
    ] {
        assert_eq!(found, conflict);
    }
    let failed = r#"{"id":"manuals","status":"failed","error":{"code":"conflict","message":"There is one."}}"#;
    let job = v2023::Retrieve::new("manuals")
        .decode(&head(None), failed.into())
        .unwrap();
    let told = job.failure().unwrap();
    assert_eq!((told.code(), told.message()), (Some("conflict"), "There is one."));
    assert!(v2024::List::new().decode(&head(None), r#"{"value":[]}"#.into()).is_ok());
}
