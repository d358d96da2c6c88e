using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Shared.Options;

/// <summary>One section of the running options. Tells its listeners only when this section has changed.</summary>
internal sealed class SectionMonitor<T> : IOptionsMonitor<T>, IDisposable
    where T : class
{
    private static readonly Func<GatewayOptions, T> SectionOf = typeof(GatewayOptions).GetProperties()
        .Single(p => p.PropertyType == typeof(T)).GetMethod!.CreateDelegate<Func<GatewayOptions, T>>();

    private readonly IDisposable? _subscription;
    private volatile T _current;

    public SectionMonitor(IOptionsMonitor<GatewayOptions> whole)
    {
        _current = SectionOf(whole.CurrentValue);
        _subscription = whole.OnChange(options => Take(SectionOf(options)));
    }

    private event Action<T, string?>? Changed;

    public T CurrentValue => _current;

    public T Get(string? name) => _current;

    public IDisposable OnChange(Action<T, string?> listener)
    {
        Changed += listener;
        return new Subscription(() => Changed -= listener);
    }

    public void Dispose() => _subscription?.Dispose();

    private void Take(T next)
    {
        if (!IsSame(_current, next))
        {
            _current = next;
            Changed?.Invoke(next, null);
        }
    }

    // Two lists of a record are equal only when they are one list; their texts are equal when their items are.
    private static bool IsSame(T left, T right) => left.Equals(right) || JsonSerializer.Serialize(left) == JsonSerializer.Serialize(right);

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
