//! A tool that a program offers to a model.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

type Running = Pin<Box<dyn Future<Output = Result<String, String>> + Send>>;
type Function = dyn Fn(&str) -> Running + Send + Sync;

/// A function that a program offers to a model: what the model knows of it, and what it does.
///
/// Its arguments are a type, its result anything that becomes JSON; a text goes back as it is. What it fails with goes
/// back to the model in words, so that the model can try otherwise: leave secrets out of it. A panic is no such failure:
/// it ends the loop that called the tool.
#[derive(Clone)]
pub struct Tool {
    name: String,
    description: String,
    parameters: Value,
    strict: bool,
    function: Arc<Function>,
}

impl Tool {
    /// A tool with the JSON Schema of its arguments. The model is not held to it strictly.
    ///
    /// ```
    /// use openai_client::tools::Tool;
    /// use serde_json::{Value, json};
    ///
    /// let schema = json!({"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]});
    /// let weather = Tool::new("weather", "Today's weather in a city", schema, async |arguments: Value| {
    ///     Ok::<_, std::convert::Infallible>(json!({"city": arguments["city"], "celsius": 21}))
    /// });
    /// assert_eq!(weather.name(), "weather");
    /// ```
    pub fn new<A, O, E, F, R>(
        name: impl Into<String>,
        description: impl Into<String>,
        parameters: Value,
        function: F,
    ) -> Self
    where
        A: DeserializeOwned + Send,
        O: Serialize,
        E: fmt::Display,
        F: Fn(A) -> R + Send + Sync + 'static,
        R: Future<Output = Result<O, E>> + Send + 'static,
    {
        let function = move |arguments: &str| -> Running {
            let arguments = if arguments.trim().is_empty() { "{}" } else { arguments };
            match openai_types::decode_str::<A>(arguments) {
                Ok(arguments) => {
                    let result = function(arguments);
                    Box::pin(async move {
                        result
                            .await
                            .map_err(|error| error.to_string())
                            .and_then(|value| text(&value))
                    })
                }
                Err(error) => {
                    let reason = format!("the arguments do not fit: {error}");
                    Box::pin(std::future::ready(Err(reason)))
                }
            }
        };
        Self {
            name: name.into(),
            description: description.into(),
            parameters,
            strict: false,
            function: Arc::new(function),
        }
    }

    /// A tool whose arguments are described by their type, strictly: the model cannot but keep to them.
    ///
    /// Several calls may run at the same time. A function that needs something of its surroundings clones it for each
    /// call:
    ///
    /// ```
    /// use std::convert::Infallible;
    /// use std::sync::{Arc, Mutex};
    /// use openai_client::tools::Tool;
    /// use schemars::JsonSchema;
    /// use serde::Deserialize;
    ///
    /// #[derive(Deserialize, JsonSchema)]
    /// struct Note {
    ///     text: String,
    /// }
    ///
    /// let notes = Arc::new(Mutex::new(Vec::new()));
    /// let kept = Arc::clone(&notes);
    /// let keep = Tool::from_fn("keep", "Keeps a note", move |note: Note| {
    ///     let kept = Arc::clone(&kept);
    ///     async move {
    ///         let mut kept = kept.lock().unwrap_or_else(|broken| broken.into_inner());
    ///         kept.push(note.text);
    ///         Ok::<_, Infallible>(kept.len())
    ///     }
    /// })?;
    /// assert!(keep.is_strict());
    /// # Ok::<(), openai_types::strict::NotStrict>(())
    /// ```
    ///
    /// # Errors
    /// [`NotStrict`](openai_types::strict::NotStrict), with the place, where the type has values that no strict schema
    /// describes, such as a map with open keys.
    #[cfg(feature = "schemars")]
    pub fn from_fn<A, O, E, F, R>(
        name: impl Into<String>,
        description: impl Into<String>,
        function: F,
    ) -> Result<Self, openai_types::strict::NotStrict>
    where
        A: schemars::JsonSchema + DeserializeOwned + Send,
        O: Serialize,
        E: fmt::Display,
        F: Fn(A) -> R + Send + Sync + 'static,
        R: Future<Output = Result<O, E>> + Send + 'static,
    {
        let parameters = openai_types::strict::of::<A>()?;
        let tool = Self::new(name, description, parameters, function);
        Ok(Self { strict: true, ..tool })
    }

    /// The tool's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the model is told that the tool does.
    #[must_use]
    pub fn description(&self) -> &str {
        &self.description
    }

    /// The JSON Schema of the arguments.
    #[must_use]
    pub fn parameters(&self) -> &Value {
        &self.parameters
    }

    /// Whether the model is held to the schema exactly.
    #[must_use]
    pub fn is_strict(&self) -> bool {
        self.strict
    }

    /// Carries out a call: the result as text, or why it failed, in words for the model.
    ///
    /// # Errors
    /// Where the arguments do not fit, or the function fails.
    pub async fn call(&self, arguments: &str) -> Result<String, String> {
        (self.function)(arguments).await
    }
}

impl fmt::Debug for Tool {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Tool")
            .field("name", &self.name)
            .field("strict", &self.strict)
            .finish_non_exhaustive()
    }
}

/// A result as the model reads it: a text as it is, anything else as JSON.
fn text(value: &impl Serialize) -> Result<String, String> {
    match serde_json::to_value(value) {
        Ok(Value::String(text)) => Ok(text),
        Ok(value) => Ok(value.to_string()),
        Err(error) => Err(format!("the result cannot be written as JSON: {error}")),
    }
}
