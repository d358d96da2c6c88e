using System.Net;
using Gateway.Lab.Variants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Lab.Commands;

/// <summary>The hidden verb behind <c>route-breaker</c> and <c>none</c>: a bare YARP, with or without a breaker per route.</summary>
internal static class ServeCommand
{
    public const string Verb = "serve";

    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is not ["--config", var file] || !File.Exists(file))
        {
            await Console.Error.WriteLineAsync($"usage: {Verb} --config FILE");
            return ExitStatus.WrongArguments;
        }

        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ContentRootPath = Path.GetDirectoryName(Path.GetFullPath(file)) });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddJsonFile(Path.GetFullPath(file), optional: false, reloadOnChange: false);
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
        await app.RunAsync();
        return ExitStatus.Done;
    }
}
