using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Yarp.ReverseProxy.Model;

namespace Gateway.Modules.Proxy.Explaining;

/// <summary>Finds the route that would take a request, by the framework's own routing and without sending it anywhere.</summary>
internal sealed class RouteFinder
{
    private RequestDelegate? _routing;

    /// <summary>Looks among the endpoints mapped so far. A route that a reload brings later is found, too.</summary>
    public void FindAmong(IEndpointRouteBuilder endpoints)
    {
        var branch = new ApplicationBuilder(endpoints.ServiceProvider);
        branch.UseRouting();
        // Ends here: what routing has found is never run.
        branch.Run(static _ => Task.CompletedTask);
        branch.UseEndpoints(own =>
        {
            foreach (var source in endpoints.DataSources)
            {
                own.DataSources.Add(source);
            }
        });
        _routing = branch.Build();
    }

    /// <summary>Null where no route takes it.</summary>
    public async Task<RouteModel?> FindAsync(HttpContext context)
    {
        if (_routing is null)
        {
            return null;
        }

        await _routing(context);
        return context.GetEndpoint()?.Metadata.GetMetadata<RouteModel>();
    }
}
