//! What source declares: methods with their examples, operations, and the requests that make their calls.

/// A public method of `Client`, or a public function of it.
pub(super) struct Method {
    pub(super) line: usize,
    pub(super) name: String,
    /// Whether it is called on a client, which can then ask.
    pub(super) asks: bool,
    pub(super) examples: Vec<Example>,
    /// Its declaration and what it does.
    pub(super) code: String,
}

/// The public methods and functions that the blocks `impl Client` of a file declare.
pub(super) fn methods_of(text: &str) -> Vec<Method> {
    let mut methods: Vec<Method> = Vec::new();
    let mut docs = Vec::new();
    for (_, number, line) in blocks(text).filter(|(head, ..)| *head == "impl Client {") {
        let trimmed = line.trim();
        if let Some(doc) = trimmed.strip_prefix("///") {
            docs.push(doc);
        } else if let Some(name) = line.strip_prefix("    pub ").and_then(function) {
            methods.push(Method {
                line: number,
                name: name.to_owned(),
                asks: false,
                examples: examples(docs.drain(..)),
                code: line.to_owned(),
            });
        } else if !trimmed.starts_with("#[") {
            docs.clear();
            if let Some(method) = methods.last_mut() {
                method.code += line;
                method.code += "\n";
            }
        }
    }
    for method in &mut methods {
        method.asks = method.code.contains("&self");
    }
    methods
}

/// The name of the function that is declared.
fn function(declaration: &str) -> Option<&str> {
    let rest = declaration
        .strip_prefix("async ")
        .unwrap_or(declaration)
        .strip_prefix("fn ")?;
    rest.split(['(', '<']).next()
}

/// The name of the operation that a line declares.
pub(super) fn operation(line: &str) -> Option<&str> {
    let (name, _) = line.trim().strip_prefix("pub const ")?.split_once(": Self =")?;
    Some(name)
}

/// A request type and the code that makes its call.
pub(super) struct Endpoint<'a> {
    pub(super) path: &'a str,
    pub(super) line: usize,
    pub(super) request: &'a str,
    pub(super) code: &'a str,
}

/// The request types of a file.
pub(super) fn endpoints<'a>(path: &'a str, text: &'a str) -> Vec<Endpoint<'a>> {
    let mut found = Vec::new();
    let mut offset = 0;
    for (line, number) in text.split_inclusive('\n').zip(1..) {
        let head = line
            .split_once(" Endpoint for ")
            .filter(|(start, _)| start.starts_with("impl"));
        if let Some((_, request)) = head {
            let rest = text.get(offset..).unwrap_or_default();
            found.push(Endpoint {
                path,
                line: number,
                request: request.split(['<', ' ']).next().unwrap_or_default(),
                code: rest.split("\n}\n").next().unwrap_or(rest),
            });
        }
        offset += line.len();
    }
    found
}

/// The lines inside blocks that begin and end without indentation: the block's first line, number, line.
fn blocks(text: &str) -> impl Iterator<Item = (&str, usize, &str)> {
    let mut head = "";
    text.lines().zip(1..).filter_map(move |(line, number)| {
        if line.ends_with('{') && !line.starts_with(' ') {
            head = line;
            return None;
        }
        if line == "}" {
            head = "";
        }
        Some((head, number, line))
    })
}

/// A stretch of code in documentation.
pub(super) struct Example {
    mark: String,
    code: String,
}

impl Example {
    /// The code, where it is run.
    pub(super) fn run(&self) -> Option<&String> {
        matches!(self.mark.as_str(), "" | "rust").then_some(&self.code)
    }
}

/// The stretches of code in lines of documentation.
pub(super) fn examples<'a>(docs: impl Iterator<Item = &'a str>) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut open = false;
    for doc in docs {
        let doc = doc.trim();
        if let Some(mark) = doc.strip_prefix("```") {
            open = !open;
            if open {
                examples.push(Example {
                    mark: mark.to_owned(),
                    code: String::new(),
                });
            }
        } else if let Some(example) = examples.last_mut().filter(|_| open) {
            example.code += doc;
            example.code += "\n";
        }
    }
    examples
}

/// Whether `text` has `word` with nothing around it that could belong to a longer one.
pub(super) fn has_word(text: &str, word: &str) -> bool {
    let belongs = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(belongs) && !after.is_some_and(belongs)
    })
}
