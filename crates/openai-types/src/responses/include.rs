//! What an answer tells beside what it tells anyway.

use crate::wire;

wire! {
    /// What an answer tells beside what it tells anyway.
    pub enum Include {
        /// What file searches found.
        "file_search_call.results" => FileSearchResults,
        /// What web searches found.
        "web_search_call.results" => WebSearchResults,
        /// The pages that web searches drew on.
        "web_search_call.action.sources" => WebSearchSources,
        /// The addresses of images in the input.
        "message.input_image.image_url" => InputImageUrl,
        /// The addresses of a computer's screenshots.
        "computer_call_output.output.image_url" => ComputerOutputImageUrl,
        /// What code in the code interpreter printed and drew.
        "code_interpreter_call.outputs" => CodeInterpreterOutputs,
        /// The model's thinking, encrypted, so that it can go back in where nothing is stored.
        "reasoning.encrypted_content" => ReasoningEncryptedContent,
        /// The log probabilities of the text's tokens.
        "message.output_text.logprobs" => OutputTextLogprobs,
    }
}
