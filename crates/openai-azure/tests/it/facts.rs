//! Facts of Azure's REST reference that no other test pins: the names of its tables, and their limits.

use openai_azure::ingestion::v2023 as ingestion;
use openai_azure::on_your_data::v2023;
use openai_azure::{ApiVersion, dalle2};
use openai_core::{Operation, Provider};
use openai_types::chat::{Message, Request};
use openai_types::decode_str;
use serde_json::{Value, json};

use crate::chat::dated;

fn written(source: impl Into<v2023::DataSource>) -> Value {
    serde_json::to_value(source.into()).unwrap()
}

fn deployment() -> v2023::EmbeddingDependency {
    v2023::EmbeddingDependency::deployment("ada")
}

#[test]
fn azure_search_is_written_with_the_references_names() {
    let mapping = v2023::FieldsMapping::new()
        .title_field("t")
        .url_field("u")
        .filepath_field("p")
        .content_fields(["c".to_owned()])
        .content_fields_separator("\n");
    let search = v2023::SearchParameters::new("https://s.search.windows.net", "manuals")
        .key("admin")
        .authentication(v2023::UserIdentity::new("/subscriptions/1"))
        .fields_mapping(mapping)
        .embedding_dependency(deployment())
        .in_scope(true)
        .top_n_documents(5_u64)
        .strictness(3_u64)
        .role_information("Be brief.")
        .filter("a eq 1")
        .query_type(v2023::QueryType::VectorSemanticHybrid)
        .semantic_configuration("default")
        .embedding_endpoint("https://e.example/embeddings?api-version=2023-05-15")
        .embedding_key("embedding")
        .embedding_deployment_name("ada");
    let expected = json!({"type": "AzureCognitiveSearch", "parameters": {
        "endpoint": "https://s.search.windows.net", "indexName": "manuals", "key": "admin",
        "fieldsMapping": {"titleField": "t", "urlField": "u", "filepathField": "p", "contentFields": ["c"],
                          "contentFieldsSeparator": "\n"},
        "embeddingDependency": {"type": "DeploymentName", "deploymentName": "ada"},
        "authentication": {"type": "UserAssignedManagedIdentity", "managedIdentityResourceId": "/subscriptions/1"},
        "inScope": true, "topNDocuments": 5, "strictness": 3, "roleInformation": "Be brief.", "filter": "a eq 1",
        "queryType": "vectorSemanticHybrid", "semanticConfiguration": "default",
        "embeddingEndpoint": "https://e.example/embeddings?api-version=2023-05-15", "embeddingKey": "embedding",
        "embeddingDeploymentName": "ada",
    }});
    assert_eq!(written(search), expected);
}

#[test]
fn the_other_sources_are_written_with_the_references_names() {
    let vectors = || v2023::FieldsMapping::new().vector_fields(["v".to_owned()]);
    let cosmos = v2023::CosmosDbParameters::new("db", "docs", "index", vectors(), deployment())
        .authentication(v2023::ConnectionString::new("mongodb+srv://u:p@h"));
    let elastic = v2023::ElasticsearchParameters::new("https://e.example", "index")
        .authentication(v2023::KeyAndKeyId::new("key", "id"))
        .fields_mapping(vectors())
        .embedding_dependency(deployment());
    let learning =
        v2023::AzureMlIndexParameters::new("/subscriptions/1", "index", "2").embedding_dependency(deployment());
    let pinecone = v2023::PineconeParameters::new("gcp", "index", vectors(), deployment())
        .authentication(v2023::ApiKey::new().api_key("key"));
    let dependency = json!({"type": "DeploymentName", "deploymentName": "ada"});
    for (source, kind, parameters) in [
        (
            written(cosmos),
            "AzureCosmosDB",
            json!({"databaseName": "db", "containerName": "docs", "indexName": "index",
                   "fieldsMapping": {"vectorFields": ["v"]}, "embeddingDependency": dependency,
                   "authentication": {"type": "ConnectionString", "connectionString": "mongodb+srv://u:p@h"}}),
        ),
        (
            written(elastic),
            "Elasticsearch",
            json!({"endpoint": "https://e.example", "indexName": "index", "fieldsMapping": {"vectorFields": ["v"]},
                   "embeddingDependency": dependency,
                   "authentication": {"type": "KeyAndKeyId", "key": "key", "keyId": "id"}}),
        ),
        (
            written(learning),
            "AzureMLIndex",
            json!({"projectResourceId": "/subscriptions/1", "name": "index", "version": "2",
                   "embeddingDependency": dependency}),
        ),
        (
            written(pinecone),
            "Pinecone",
            json!({"environment": "gcp", "indexName": "index", "fieldsMapping": {"vectorFields": ["v"]},
                   "embeddingDependency": dependency, "authentication": {"type": "APIKey", "apiKey": "key"}}),
        ),
    ] {
        assert_eq!(source, json!({"type": kind, "parameters": parameters}));
    }
}

#[test]
fn pinecones_key_is_read_in_both_spellings() {
    for spelling in ["key", "apiKey"] {
        let text = format!(r#"{{"type":"APIKey","{spelling}":"secret"}}"#);
        let v2023::Authentication::ApiKey(key) = decode_str(&text).unwrap() else {
            panic!("no key")
        };
        assert_eq!(key.secret().unwrap().expose(), "secret");
        assert_eq!(
            serde_json::to_string(&v2023::Authentication::ApiKey(key)).unwrap(),
            text
        );
    }
}

#[test]
fn a_source_without_what_it_needs_is_an_error_that_names_it() {
    for (kind, parameters, lacks) in [
        ("AzureCognitiveSearch", json!({"endpoint": "e"}), "indexName"),
        ("AzureCognitiveSearch", json!({"indexName": "i"}), "endpoint"),
        ("Elasticsearch", json!({"endpoint": "e"}), "indexName"),
        (
            "AzureMLIndex",
            json!({"projectResourceId": "p", "name": "n"}),
            "version",
        ),
        (
            "AzureMLIndex",
            json!({"name": "n", "version": "1"}),
            "projectResourceId",
        ),
        (
            "AzureMLIndex",
            json!({"projectResourceId": "p", "version": "1"}),
            "name",
        ),
        (
            "AzureCosmosDB",
            json!({"containerName": "c", "indexName": "i"}),
            "databaseName",
        ),
        (
            "AzureCosmosDB",
            json!({"databaseName": "d", "indexName": "i"}),
            "containerName",
        ),
        ("Pinecone", json!({"indexName": "i"}), "environment"),
        (
            "Pinecone",
            json!({"environment": "e", "indexName": "i", "fieldsMapping": {}}),
            "embeddingDependency",
        ),
    ] {
        let text = json!({"type": kind, "parameters": parameters}).to_string();
        let error = decode_str::<v2023::DataSource>(&text).unwrap_err();
        assert_eq!(error.message(), format!("missing field `{lacks}`"), "{kind}");
        assert_eq!(error.path(), "parameters", "{kind}");
    }
}

#[test]
fn the_versions_of_the_samples_are_known() {
    for version in [
        "2023-05-15",
        "2023-06-01-preview",
        "2023-09-01-preview",
        "2023-10-01-preview",
        "2023-12-01-preview",
        "2024-02-01",
        "2024-02-15-preview",
    ] {
        let version: ApiVersion = version.parse().unwrap();
        assert!(ApiVersion::KNOWN.contains(&version), "{version}");
    }
}

#[test]
fn the_profile_tells_the_limits() {
    for (version, operation, name, words) in [
        (
            "2023-12-01-preview",
            Operation::IMAGES_GENERATIONS,
            "prompt",
            "4,000 characters with DALL-E 3",
        ),
        (
            "2023-12-01-preview",
            Operation::IMAGES_GENERATIONS,
            "n",
            "1 with DALL-E 3",
        ),
        ("2023-06-01-preview", dalle2::SUBMIT, "prompt", "up to 1,000 characters"),
        ("2023-06-01-preview", dalle2::SUBMIT, "n", "1 to 5"),
        (
            "2023-09-01-preview",
            Operation::AUDIO_TRANSCRIPTIONS,
            "file",
            "up to 25 MB: flac, mp3",
        ),
        (
            "2023-09-01-preview",
            Operation::AUDIO_TRANSLATIONS,
            "file",
            "up to 25 MB: flac, mp3",
        ),
        (
            "2024-02-15-preview",
            Operation::AUDIO_SPEECH,
            "input",
            "up to 4,096 characters",
        ),
    ] {
        let azure = dated(version);
        let note = azure
            .profile()
            .operation(operation)
            .unwrap()
            .parameter(name)
            .note
            .to_string();
        assert!(note.contains(words), "{operation} {name}: {note}");
    }
}

#[test]
fn a_job_is_asked_for_with_the_references_names() {
    let request = ingestion::Request::new(10)
        .completion_action(ingestion::CompletionAction::KeepAll)
        .chunk_size(1024_u64);
    assert_eq!(
        serde_json::to_value(request).unwrap(),
        json!({"dataRefreshIntervalInMinutes": 10, "completionAction": "keepAllAssets", "chunkSize": 1024})
    );
    assert_eq!(ingestion::CompletionAction::CleanUp.as_str(), "cleanUpAssets");
}

#[test]
fn a_request_on_ones_own_data_is_a_chat_request_beside_its_sources() {
    let chat = Request::without_model([Message::user("How?")])
        .temperature(0.0)
        .top_p(1.0)
        .max_tokens(1000_u64);
    let source = v2023::SearchParameters::new("https://s.search.windows.net", "manuals");
    let request = serde_json::to_value(v2023::Request::new(chat, source)).unwrap();
    let names: Vec<_> = request.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(names, ["dataSources", "max_tokens", "messages", "temperature", "top_p"]);
}
