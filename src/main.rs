//! The command line.

use std::io::{self, StdoutLock, Write as _};
use std::process::ExitCode;

use kojiview::config::{self, Command, Failure, Loaded};
use kojiview::serve::Inherited;
use kojiview::start;

fn main() -> ExitCode {
    // Changes the environment, so before there are threads.
    let inherited = Inherited::from_environment();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&[error.to_string()]),
    };
    runtime.block_on(run(inherited))
}

fn load() -> Result<Loaded, Failure> {
    // What is not UTF-8 is none of our settings.
    let variables =
        std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    config::load(std::env::args_os(), variables)
}

async fn run(inherited: Result<Inherited, String>) -> ExitCode {
    let loaded = match load() {
        Ok(loaded) => loaded,
        Err(Failure::CommandLine(error)) => error.exit(),
        Err(Failure::Mistakes(mistakes)) => return fail(&mistakes),
    };
    for warning in &loaded.warnings {
        eprintln!("kojiview: {warning}");
    }
    let done = match &loaded.config.command {
        Command::Serve(serve) => match inherited {
            Ok(inherited) => start::serve(serve, &loaded, inherited, Box::new(load)).await.map_err(one),
            Err(error) => Err(one(error)),
        },
        Command::Demo(demo) => start::demo(demo, &loaded, Box::new(load)).await.map_err(one),
        Command::CheckConfig(_) => print(|out| config::write_effective(&loaded, out)).map_err(one),
        Command::SampleConfig => print(|out| write!(out, "{}", config::sample())).map_err(one),
        Command::MigrateConfig(asked) => migrate(asked),
        Command::Man => print(|out| config::write_man(out)).map_err(one),
        Command::Completions { shell } => print(|out| config::write_completions(*shell, out)).map_err(one),
        Command::Explain(asked) => explain(asked).map_err(one),
    };
    done.map_or_else(|mistakes| fail(&mistakes), |()| ExitCode::SUCCESS)
}

fn one(mistake: String) -> Vec<String> {
    vec![mistake]
}

fn fail(mistakes: &[String]) -> ExitCode {
    for mistake in mistakes {
        eprintln!("kojiview: {mistake}");
    }
    ExitCode::from(2)
}

/// Writes to the standard output.
fn print(write: impl FnOnce(&mut StdoutLock<'_>) -> io::Result<()>) -> Result<(), String> {
    let mut out = io::stdout().lock();
    match write(&mut out).and_then(|()| out.flush()) {
        // Who reads on does so no more.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.map_err(|error| error.to_string()),
    }
}

fn migrate(asked: &config::MigrateConfig) -> Result<(), Vec<String>> {
    let migrated = config::migrate(&asked.file, asked.folder.as_deref())?;
    for line in &migrated.told {
        eprintln!("kojiview: {line}");
    }
    print(|out| write!(out, "{}", migrated.toml)).map_err(one)
}

fn explain(asked: &config::Explain) -> Result<(), String> {
    let said = kojiview::explain::explain(asked)?;
    let json = asked.json.then(|| serde_json::to_string(&said)).transpose().map_err(|error| error.to_string())?;
    print(|out| match json {
        Some(json) => writeln!(out, "{json}"),
        None => said.write(out),
    })
}
