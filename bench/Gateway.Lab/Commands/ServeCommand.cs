using System.CommandLine;
using System.Net;
using Gateway.Lab.Variants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Lab.Commands;

/// <summary>The hidden verb behind <c>route-breaker</c> and <c>none</c>: a bare YARP, with or without a breaker per route.</summary>
internal static class ServeCommand
{
    public const string Verb = "serve";

    private static readonly Option<FileInfo> Config = new Option<FileInfo>("--config") { Required = true }.AcceptExistingOnly();

    public static Command Create()
    {
        var command = new Command(Verb, "A bare YARP, with or without a breaker per route.") { Config };
        command.Hidden = true;
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var file = parsed.GetRequiredValue(Config).FullName;
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ContentRootPath = Path.GetDirectoryName(file) });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddJsonFile(file, optional: false, reloadOnChange: false);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var settings = builder.Configuration.GetSection(VariantConfiguration.LabSection);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, settings.GetValue<int>("Port")));
        builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"));

        var app = builder.Build();
        app.MapGet("/ready", () => Results.Json(new { status = "ready" }));
        app.MapReverseProxy(pipeline =>
        {
            if (settings.GetValue<bool>("RouteBreaker"))
            {
                var breaker = new RouteBreaker();
                pipeline.Use(breaker.InvokeAsync);
            }

            pipeline.UseSessionAffinity();
            pipeline.UseLoadBalancing();
            pipeline.UsePassiveHealthChecks();
        });
        await ((IHost)app).RunAsync(cancellationToken);
        return ExitStatus.Done;
    }
}
