//! What only Gemini models take: the members of `extra_body.google`.

use openai_types::{chat, wire};
use serde_json::{Value, json};

wire! {
    /// What only Gemini models take in a chat request. On the wire it is the member `extra_body.google`.
    ///
    /// ```
    /// use openai_types::chat::{Message, Request};
    /// use openai_vertex::google::{Google, ThinkingConfig};
    ///
    /// let google = Google::new().thinking_config(ThinkingConfig::new().include_thoughts(true).thinking_budget(1024));
    /// let request = google.on(Request::new("gemini-2.5-flash", [Message::user("Hello")]));
    /// let body = serde_json::to_value(&request)?;
    /// assert_eq!(body["extra_body"]["google"]["thinking_config"]["thinking_budget"], 1024);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    ///
    /// Source: Vertex AI, Chat Completions API examples and overview.
    pub struct Google {
        /// What is blocked, by category. Categories that are not named keep their defaults.
        pub safety_settings: Option<Vec<SafetySetting>>,
        /// The resource name of a cached content that stands before the messages:
        /// `projects/P/locations/L/cachedContents/ID`.
        pub cached_content: Option<String>,
        /// How the model thinks. Not beside the request's `reasoning_effort`.
        pub thinking_config: Option<ThinkingConfig>,
        /// The tag that thoughts are marked with in the text, such as `think`.
        pub thought_tag_marker: Option<String>,
        /// Whether a stream brings the arguments of a call piece by piece. Default: false.
        pub stream_function_call_arguments: Option<bool>,
        /// Google's own tools, such as `{"google_search": {}}`.
        pub tools: Option<Vec<Value>>,
        /// How finely images and videos are looked at, such as `MEDIA_RESOLUTION_LOW`.
        pub media_resolution: Option<String>,
    }

    /// What is blocked in one category.
    pub struct SafetySetting {
        /// The category.
        pub category: HarmCategory,
        /// From which finding on it is blocked.
        pub threshold: HarmThreshold,
        /// What the threshold is held against. Default: how likely the harm is.
        pub method: Option<HarmMethod>,
    }

    /// A category of harm. Source: Vertex AI discovery document v1.
    pub enum HarmCategory {
        /// Hatred against people or groups.
        "HARM_CATEGORY_HATE_SPEECH" => HateSpeech,
        /// Help with dangerous activities.
        "HARM_CATEGORY_DANGEROUS_CONTENT" => DangerousContent,
        /// Insults, threats, bullying.
        "HARM_CATEGORY_HARASSMENT" => Harassment,
        /// Sexual content.
        "HARM_CATEGORY_SEXUALLY_EXPLICIT" => SexuallyExplicit,
        /// Elections. Deprecated.
        "HARM_CATEGORY_CIVIC_INTEGRITY" => CivicIntegrity,
        /// Images with hatred.
        "HARM_CATEGORY_IMAGE_HATE" => ImageHate,
        /// Images with danger.
        "HARM_CATEGORY_IMAGE_DANGEROUS_CONTENT" => ImageDangerousContent,
        /// Images with harassment.
        "HARM_CATEGORY_IMAGE_HARASSMENT" => ImageHarassment,
        /// Sexual images.
        "HARM_CATEGORY_IMAGE_SEXUALLY_EXPLICIT" => ImageSexuallyExplicit,
        /// Prompts that try to get around the filters.
        "HARM_CATEGORY_JAILBREAK" => Jailbreak,
    }

    /// From which finding on content is blocked.
    pub enum HarmThreshold {
        /// From low on.
        "BLOCK_LOW_AND_ABOVE" => LowAndAbove,
        /// From medium on.
        "BLOCK_MEDIUM_AND_ABOVE" => MediumAndAbove,
        /// High alone.
        "BLOCK_ONLY_HIGH" => OnlyHigh,
        /// Nothing is blocked; findings are still told.
        "BLOCK_NONE" => None,
        /// The filter is off.
        "OFF" => Off,
    }

    /// What a threshold is held against.
    pub enum HarmMethod {
        /// How likely the harm is, and how grave.
        "SEVERITY" => Severity,
        /// How likely the harm is.
        "PROBABILITY" => Probability,
    }

    /// How a model thinks. A budget or a level, by model.
    pub struct ThinkingConfig {
        /// Whether the answer brings summaries of the thoughts, before its text or as marked chunks of a stream
        /// ([`Delta::is_thought`](openai_types::chat::Delta::is_thought)). Default: false.
        pub include_thoughts: Option<bool>,
        /// Most tokens of thought; 0 for none, -1 for as the model sees fit. Which numbers a model takes is its own matter.
        pub thinking_budget: Option<i64>,
        /// How much thought, for models without a budget. One that the model does not know is answered with a 400.
        pub thinking_level: Option<ThinkingLevel>,
    }

    /// How much thought.
    pub enum ThinkingLevel {
        /// The least.
        "MINIMAL" => Minimal,
        /// A little.
        "LOW" => Low,
        /// Some.
        "MEDIUM" => Medium,
        /// Much.
        "HIGH" => High,
    }
}

impl Google {
    /// The request with these members in `extra_body.google`, over those of the same name that are there.
    #[must_use]
    pub fn on(&self, mut request: chat::Request) -> chat::Request {
        // A wire type is an object of JSON values: there is nothing about it that could fail.
        let Ok(Value::Object(own)) = serde_json::to_value(self) else {
            return request;
        };
        let extra_body = request.extra.entry("extra_body").or_insert_with(|| json!({}));
        if !extra_body.is_object() {
            *extra_body = json!({});
        }
        let google = &mut extra_body["google"];
        match google.as_object_mut() {
            Some(there) => there.extend(own),
            None => *google = Value::Object(own),
        }
        request
    }
}

#[cfg(test)]
mod tests {
    use openai_types::chat::{Message, Request};

    use super::*;

    #[test]
    fn it_joins_what_is_there() {
        let mut request = Request::new("m", [Message::user("Hi")]);
        let there = json!({"other": 1, "google": {"cached_content": "c", "media_resolution": "old"}});
        request.extra.insert("extra_body".to_owned(), there);
        let setting = SafetySetting::new(HarmCategory::Harassment, HarmThreshold::Off);
        let request = Google::new()
            .media_resolution("new")
            .safety_settings([setting])
            .on(request);
        let expected = json!({"other": 1, "google": {
            "cached_content": "c",
            "media_resolution": "new",
            "safety_settings": [{"category": "HARM_CATEGORY_HARASSMENT", "threshold": "OFF"}],
        }});
        assert_eq!(request.extra["extra_body"], expected);
    }

    #[test]
    fn what_it_does_not_know_stays() {
        let text = r#"{"thinking_config":{"thinking_level":"ULTRA","new":1},"tools":[{"google_search":{}}]}"#;
        let google: Google = openai_types::decode_str(text).unwrap();
        assert_eq!(
            serde_json::to_string(&google).unwrap(),
            r#"{"thinking_config":{"thinking_level":"ULTRA","new":1},"tools":[{"google_search":{}}]}"#
        );
    }
}
