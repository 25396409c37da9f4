//! What Azure OpenAI's content filters found, in prompts, answers, streams and errors.

use crate::{Address, ErrorCode, wire};

wire! {
    /// What the filters found in one prompt.
    pub struct PromptFilterResults {
        /// Which prompt, from 0.
        pub prompt_index: Option<u64>,
        /// The findings.
        pub content_filter_results: Option<FilterResults>,
    }

    /// Findings by category. Which ones are there depends on the api-version and on the resource's configuration.
    pub struct FilterResults {
        /// Sexual content.
        pub sexual: Option<Severity>,
        /// Violence.
        pub violence: Option<Severity>,
        /// Hate.
        pub hate: Option<Severity>,
        /// Self-harm.
        pub self_harm: Option<Severity>,
        /// Profanity.
        pub profanity: Option<Detection>,
        /// Prompts only: an attempt to talk the model out of its rules.
        pub jailbreak: Option<Detection>,
        /// Prompts only: instructions smuggled in with documents. From 2024-04-01-preview.
        pub indirect_attack: Option<Detection>,
        /// Answers only: text that is known to be protected.
        pub protected_material_text: Option<Detection>,
        /// Answers only: code that is known to be protected, and where it is from.
        pub protected_material_code: Option<ProtectedCode>,
        /// Answers only: claims that the sources do not support. From 2024-10-01-preview.
        pub ungrounded_material: Option<Ungrounded>,
        /// The caller's own blocklists.
        pub custom_blocklists: Option<Blocklists>,
        /// The caller's own topics. v1.
        pub custom_topics: Option<CustomTopics>,
        /// Personal data. v1.
        pub personally_identifiable_information: Option<PersonalData>,
        /// Answers only: tool calls that stray from the task. v1.
        pub task_adherence: Option<Detection>,
        /// Why the filter could not run; the text then passed unfiltered.
        pub error: Option<FilterError>,
    }

    /// How grave a finding is.
    pub struct Severity {
        /// Whether it was filtered.
        pub filtered: bool,
        /// How grave it is.
        pub severity: Option<SeverityLevel>,
    }

    /// How grave a finding is.
    pub enum SeverityLevel {
        /// Harmless.
        "safe" => Safe,
        /// A little.
        "low" => Low,
        /// The middle.
        "medium" => Medium,
        /// Very.
        "high" => High,
    }

    /// Whether something was found.
    pub struct Detection {
        /// Whether it was filtered.
        pub filtered: bool,
        /// Whether it was found.
        pub detected: Option<bool>,
    }

    /// Protected code.
    pub struct ProtectedCode {
        /// Whether it was filtered.
        pub filtered: bool,
        /// Whether it was found.
        pub detected: Option<bool>,
        /// Where it is from.
        pub citation: Option<CodeCitation>,
        /// The repository's address, which two previews' files have here and not in a citation.
        #[name = "URL"]
        pub url: Option<Address>,
        /// The licence it stands under, which two previews' files have here and not in a citation.
        pub license: Option<String>,
    }

    /// Where protected code is from.
    pub struct CodeCitation {
        /// The repository's address.
        #[name = "URL"]
        pub url: Option<Address>,
        /// The licence it stands under.
        pub license: Option<String>,
    }

    /// Claims that the sources do not support.
    pub struct Ungrounded {
        /// Whether it was filtered.
        pub filtered: bool,
        /// Whether it was found.
        pub detected: Option<bool>,
        /// Where in the answer.
        pub details: Option<Vec<TextSpan>>,
    }

    /// A stretch of an answer, in Unicode code points.
    pub struct TextSpan {
        /// The first code point.
        pub completion_start_offset: u64,
        /// The first code point past it.
        pub completion_end_offset: u64,
    }

    /// Findings by blocklist. A bare list in 2023-12-01-preview to 2024-03-01-preview, an object from 2024-04-01-preview.
    pub either Blocklists {
        /// The older form.
        array => List(Vec<BlocklistMatch>),
        /// The newer form.
        object => Summary(BlocklistSummary),
    }

    /// Findings by blocklist.
    pub struct BlocklistSummary {
        /// Whether any list filtered.
        pub filtered: bool,
        /// A finding a list.
        pub details: Option<Vec<BlocklistMatch>>,
    }

    /// The finding of one blocklist.
    pub struct BlocklistMatch {
        /// The list's id.
        pub id: Option<String>,
        /// Whether it filtered.
        pub filtered: bool,
    }

    /// Findings by topic.
    pub struct CustomTopics {
        /// Whether any topic filtered.
        pub filtered: bool,
        /// A finding a topic.
        pub details: Option<Vec<TopicMatch>>,
    }

    /// The finding of one topic.
    pub struct TopicMatch {
        /// The topic's id.
        pub id: Option<String>,
        /// Whether it was found.
        pub detected: bool,
    }

    /// Personal data.
    pub struct PersonalData {
        /// Whether it was filtered.
        pub filtered: bool,
        /// Whether it was found.
        pub detected: Option<bool>,
        /// The text with personal data masked.
        pub redacted_text: Option<String>,
        /// Findings by kind of personal data.
        pub sub_categories: Option<Vec<PersonalDataCategory>>,
    }

    /// One kind of personal data.
    pub struct PersonalDataCategory {
        /// The kind, such as `Email`.
        pub sub_category: Option<String>,
        /// Whether it was filtered.
        pub filtered: Option<bool>,
        /// Whether it was found.
        pub detected: Option<bool>,
        /// Whether it was masked.
        pub redacted: Option<bool>,
    }

    /// Why a filter could not run.
    pub struct FilterError {
        /// A code for programs: a string in dated api-versions, a number on v1.
        pub code: Option<ErrorCode>,
        /// What happened, in words.
        pub message: Option<String>,
        /// What the error is about. Only generated files have it and the two below.
        pub target: Option<String>,
        /// The single errors that make up this one.
        pub details: Option<Vec<FilterError>>,
        /// More precisely what happened.
        pub innererror: Option<InnerFilterError>,
    }

    /// More precisely why a filter could not run.
    pub struct InnerFilterError {
        /// A code for programs.
        pub code: Option<ErrorCode>,
        /// Still more precisely.
        pub innererror: Option<Box<InnerFilterError>>,
    }

    /// The stretch of text that a stream's findings are about, in characters.
    pub struct FilterOffsets {
        /// How far the text has been checked.
        pub check_offset: Option<u64>,
        /// Where the stretch begins.
        pub start_offset: Option<u64>,
        /// Where the stretch ends.
        pub end_offset: Option<u64>,
    }
}
