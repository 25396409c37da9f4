//! What moderation finds, category by category.

use crate::wire;

wire! {
    /// Which categories were found. Those that a model does not know are absent or null.
    pub struct Categories {
        /// Hate for who somebody is: race, gender, religion and the like.
        pub hate: Option<bool>,
        /// Hate with violence or serious harm towards those people.
        #[name = "hate/threatening"]
        pub hate_threatening: Option<bool>,
        /// Harassment of anybody.
        pub harassment: Option<bool>,
        /// Harassment with violence or serious harm.
        #[name = "harassment/threatening"]
        pub harassment_threatening: Option<bool>,
        /// Advice on wrongdoing. Omni models only.
        pub illicit: Option<bool>,
        /// Advice on wrongdoing with violence, or on getting a weapon. Omni models only.
        #[name = "illicit/violent"]
        pub illicit_violent: Option<bool>,
        /// Self-harm praised, urged or shown.
        #[name = "self-harm"]
        pub self_harm: Option<bool>,
        /// The speaker does it or means to.
        #[name = "self-harm/intent"]
        pub self_harm_intent: Option<bool>,
        /// Advice on self-harm.
        #[name = "self-harm/instructions"]
        pub self_harm_instructions: Option<bool>,
        /// Sexual content.
        pub sexual: Option<bool>,
        /// Sexual content with somebody under 18.
        #[name = "sexual/minors"]
        pub sexual_minors: Option<bool>,
        /// Death, violence or injury.
        pub violence: Option<bool>,
        /// The same in detail.
        #[name = "violence/graphic"]
        pub violence_graphic: Option<bool>,
    }

    /// How sure the model is of each category, from 0 to 1.
    pub struct CategoryScores {
        /// Hate for who somebody is: race, gender, religion and the like.
        pub hate: Option<f64>,
        /// Hate with violence or serious harm towards those people.
        #[name = "hate/threatening"]
        pub hate_threatening: Option<f64>,
        /// Harassment of anybody.
        pub harassment: Option<f64>,
        /// Harassment with violence or serious harm.
        #[name = "harassment/threatening"]
        pub harassment_threatening: Option<f64>,
        /// Advice on wrongdoing. Omni models only.
        pub illicit: Option<f64>,
        /// Advice on wrongdoing with violence, or on getting a weapon. Omni models only.
        #[name = "illicit/violent"]
        pub illicit_violent: Option<f64>,
        /// Self-harm praised, urged or shown.
        #[name = "self-harm"]
        pub self_harm: Option<f64>,
        /// The speaker does it or means to.
        #[name = "self-harm/intent"]
        pub self_harm_intent: Option<f64>,
        /// Advice on self-harm.
        #[name = "self-harm/instructions"]
        pub self_harm_instructions: Option<f64>,
        /// Sexual content.
        pub sexual: Option<f64>,
        /// Sexual content with somebody under 18.
        #[name = "sexual/minors"]
        pub sexual_minors: Option<f64>,
        /// Death, violence or injury.
        pub violence: Option<f64>,
        /// The same in detail.
        #[name = "violence/graphic"]
        pub violence_graphic: Option<f64>,
    }

    /// What each category's score is about. Omni models only.
    pub struct CategoryInputTypes {
        /// Hate for who somebody is: race, gender, religion and the like.
        pub hate: Option<Vec<InputType>>,
        /// Hate with violence or serious harm towards those people.
        #[name = "hate/threatening"]
        pub hate_threatening: Option<Vec<InputType>>,
        /// Harassment of anybody.
        pub harassment: Option<Vec<InputType>>,
        /// Harassment with violence or serious harm.
        #[name = "harassment/threatening"]
        pub harassment_threatening: Option<Vec<InputType>>,
        /// Advice on wrongdoing. Omni models only.
        pub illicit: Option<Vec<InputType>>,
        /// Advice on wrongdoing with violence, or on getting a weapon. Omni models only.
        #[name = "illicit/violent"]
        pub illicit_violent: Option<Vec<InputType>>,
        /// Self-harm praised, urged or shown.
        #[name = "self-harm"]
        pub self_harm: Option<Vec<InputType>>,
        /// The speaker does it or means to.
        #[name = "self-harm/intent"]
        pub self_harm_intent: Option<Vec<InputType>>,
        /// Advice on self-harm.
        #[name = "self-harm/instructions"]
        pub self_harm_instructions: Option<Vec<InputType>>,
        /// Sexual content.
        pub sexual: Option<Vec<InputType>>,
        /// Sexual content with somebody under 18.
        #[name = "sexual/minors"]
        pub sexual_minors: Option<Vec<InputType>>,
        /// Death, violence or injury.
        pub violence: Option<Vec<InputType>>,
        /// The same in detail.
        #[name = "violence/graphic"]
        pub violence_graphic: Option<Vec<InputType>>,
    }

    /// A kind of input.
    pub enum InputType {
        /// Text.
        "text" => Text,
        /// Images. For some categories only.
        "image" => Image,
    }
}
