using System.Security.Cryptography;
using Gateway.Host;
using Gateway.Host.Configuration;
using Gateway.Modules.Admin;
using Gateway.Modules.Breaking;
using Gateway.Modules.Clustering;
using Gateway.Modules.Embedding;
using Gateway.Modules.ErrorText;
using Gateway.Modules.Limiting;
using Gateway.Modules.Messaging;
using Gateway.Modules.Policies;
using Gateway.Modules.Proxy;
using Gateway.Modules.Sampling;
using Gateway.Modules.Storage;
using Gateway.Modules.Telemetry;

using var console = ConsoleQueue.Open();
using var signals = StopSignals.Listen();
var start = await StartConfiguration.LoadAsync(args);
if (!start.Reading.IsValid)
{
    return start.Refuse(console.WriteLine);
}

if (start.Arguments.AsksForHealth)
{
    return await HealthProbe.AskAsync(start.Arguments.HealthUrl ?? HealthProbe.AddressOf(start.Options.Server), Console.Out);
}

var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = start.Root.Path });

start.AddTo(builder);
GatewayLogging.AddTo(builder, console);
GatewayListeners.AddTo(builder, start.Options);
Draining.AddTo(builder, start.Options, signals);
builder.Host.UseDefaultServiceProvider(services => services.ValidateOnBuild = services.ValidateScopes = true);
builder.Services
    .AddSingleton(TimeProvider.System)
    .AddSingleton(new ReplicaIdentity(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))));

builder.Services
    .AddProxy(builder.Configuration)
    .AddErrorText()
    .AddSampling()
    .AddEmbedding()
    .AddClustering()
    .AddPolicies()
    .AddBreaking()
    .AddLimiting()
    .AddStorage()
    .AddMessaging()
    .AddAdmin()
    .AddTelemetry();

var app = builder.Build();

app.UseDraining();
app.UseUnhandledExceptions();
app.UseTelemetry();
app.UseTrustedProxies();
app.UseRoutePolicies();
app.MapAdmin();
app.MapProxy();

return await app.RunToEndAsync(start, signals, console);
