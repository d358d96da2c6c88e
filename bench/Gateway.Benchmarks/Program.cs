using BenchmarkDotNet.Running;
using Gateway.Benchmarks;

var ran = BenchmarkSwitcher.FromAssembly(typeof(ShortJob).Assembly).Run(args, new ShortJob());
return ran.All(summary => summary.Reports.All(report => report.Success)) ? 0 : 1;
