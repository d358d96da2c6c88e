using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Gateway.Lab.Pipeline;

namespace Gateway.Benchmarks;

/// <summary>
/// Short and in this process: ratios are what counts, and a project generated per run would inherit the repository's analyzers.
/// <c>--job</c> takes another job.
/// </summary>
internal sealed class ShortJob : ManualConfig
{
    public ShortJob()
    {
        AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance).AsDefault());
        AddDiagnoser(MemoryDiagnoser.Default);
        AddColumnProvider(DefaultColumnProviders.Instance);
        AddExporter(MarkdownExporter.GitHub);
        AddLogger(ConsoleLogger.Default);
        WithSummaryStyle(SummaryStyle.Default.WithRatioStyle(RatioStyle.Value));
        WithArtifactsPath(Path.Combine(RepositoryRoot.Path, "artifacts", "benchmarks"));
    }
}
