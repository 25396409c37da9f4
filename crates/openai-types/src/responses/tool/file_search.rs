//! `file_search`: a search of the files in vector stores.

use crate::wire;

wire! {
    /// Lets the model search files in vector stores at the service.
    pub struct FileSearchTool {
        /// Ids of the vector stores.
        pub vector_store_ids: Vec<String>,
        /// Most results that a search gives, 1 to 50.
        pub max_num_results: Option<u64>,
        /// How results are ranked.
        pub ranking_options: Option<RankingOptions>,
        /// Which files are searched, by their attributes.
        pub filters: Option<Filter>,
    }

    /// How results are ranked.
    pub struct RankingOptions {
        /// What ranks them.
        pub ranker: Option<Ranker>,
        /// The lowest score of a result, 0 to 1. Higher gives fewer and better ones.
        pub score_threshold: Option<f64>,
        /// How a search by meaning and a search by words are weighed.
        pub hybrid_search: Option<HybridSearch>,
    }

    /// What ranks results.
    pub enum Ranker {
        /// The service's newest.
        "auto" => Auto,
        /// The one of November 2024.
        "default-2024-11-15" => Default20241115,
    }

    /// The weights of two searches whose rankings are fused.
    pub struct HybridSearch {
        /// Of the search by meaning.
        pub embedding_weight: f64,
        /// Of the search by words.
        pub text_weight: f64,
    }

    /// A condition on a file's attributes.
    pub union Filter by "type" {
        /// One attribute compared with a value.
        "eq" | "ne" | "gt" | "gte" | "lt" | "lte" | "in" | "nin" => Comparison(Comparison),
        /// Several conditions together.
        "and" | "or" => Compound(Compound),
    }

    /// One attribute compared with a value.
    pub struct Comparison {
        /// How it is compared.
        #[name = "type"]
        pub operator: ComparisonOperator,
        /// The attribute's name.
        pub key: String,
        /// The value.
        pub value: FilterValue,
    }

    /// How an attribute is compared with a value.
    pub enum ComparisonOperator {
        /// Equal.
        "eq" => Equal,
        /// Not equal.
        "ne" => NotEqual,
        /// Greater.
        "gt" => Greater,
        /// Greater or equal.
        "gte" => GreaterOrEqual,
        /// Less.
        "lt" => Less,
        /// Less or equal.
        "lte" => LessOrEqual,
        /// One of a list.
        "in" => In,
        /// None of a list.
        "nin" => NotIn,
    }

    /// What an attribute is compared with.
    pub either FilterValue {
        /// A text.
        string => Text(String),
        /// Yes or no.
        bool => Bool(bool),
        /// A number.
        number => Number(f64),
        /// Several, for `in` and `nin`.
        array => List(Vec<FilterValueItem>),
    }

    /// One of several that an attribute is compared with.
    pub either FilterValueItem {
        /// A text.
        string => Text(String),
        /// A number.
        number => Number(f64),
    }

    /// Several conditions together.
    pub struct Compound {
        /// Whether all must hold, or any.
        #[name = "type"]
        pub connective: Connective,
        /// The conditions.
        pub filters: Vec<Filter>,
    }

    /// How several conditions count together.
    pub enum Connective {
        /// All must hold.
        "and" => And,
        /// One is enough.
        "or" => Or,
    }
}

impl Filter {
    /// The attribute `key` compared with a value.
    ///
    /// ```
    /// use openai_types::responses::tool::{ComparisonOperator, Filter};
    ///
    /// let filter = Filter::all([
    ///     Filter::compare("region", ComparisonOperator::Equal, "eu"),
    ///     Filter::compare("year", ComparisonOperator::GreaterOrEqual, 2024.0),
    /// ]);
    /// assert_eq!(serde_json::to_value(&filter).unwrap()["type"], "and");
    /// ```
    #[must_use]
    pub fn compare(key: impl Into<String>, operator: ComparisonOperator, value: impl Into<FilterValue>) -> Self {
        Comparison::new(operator, key, value).into()
    }

    /// All of these must hold.
    #[must_use]
    pub fn all(filters: impl Into<Vec<Self>>) -> Self {
        Compound::new(Connective::And, filters).into()
    }

    /// One of these is enough.
    #[must_use]
    pub fn any(filters: impl Into<Vec<Self>>) -> Self {
        Compound::new(Connective::Or, filters).into()
    }
}
