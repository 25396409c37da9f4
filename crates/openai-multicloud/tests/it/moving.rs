//! The program of the guide from Azure to Gemini.

use openai_emulator::Config;

#[path = "../../examples/moving.rs"]
#[allow(dead_code, reason = "a test runs what a program would")]
mod program;

use program::cloud::emulated;
use program::{AZURE, GEMINI, filtered, question, run};

#[tokio::test]
async fn the_same_question_goes_to_azure_and_to_gemini() {
    let (azure, _azure) = emulated(AZURE, Config::new()).await.unwrap();
    let (gemini, _gemini) = emulated(GEMINI, Config::new()).await.unwrap();

    let there = run(&azure, question("What is a quince?")).await.unwrap();
    assert!(!there.text.is_empty());
    assert!(there.left_out.is_empty(), "{:?}", there.left_out);

    let here = run(&gemini, filtered(question("What is a quince?"))).await.unwrap();
    assert!(!here.text.is_empty());
    assert_eq!(here.left_out, ["`user` is ignored by Vertex AI (Gemini)"]);
}
