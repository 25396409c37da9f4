//! The profile against OpenAI's published specification.

use std::collections::BTreeSet;

use openai_core::{Operation, Provider, Rule};
use openai_platform::OpenAi;

use crate::schema::members;
use crate::specification;

#[test]
fn lists_what_the_specification_has() {
    let Some(folder) = specification::folder("openai-platform: lists_what_the_specification_has") else {
        return;
    };
    let file = specification::read(&folder.join("specs/openai/openapi.json"));
    let schema = file.pointer("/components/schemas/CreateChatCompletionRequest").unwrap();
    let members: BTreeSet<String> = members(&file, schema).into_iter().collect();
    assert!(members.len() > 30, "{members:?}");

    let openai = OpenAi::new();
    let profile = openai.profile().operation(Operation::CHAT).unwrap();
    let listed = profile
        .parameters
        .iter()
        .filter(|parameter| parameter.rule == Rule::Supported);
    assert_eq!(members, listed.map(|parameter| parameter.name.to_string()).collect());
}
