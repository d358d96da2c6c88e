namespace Gateway.Modules.Limiting;

/// <summary>Decides how fast a limit lets requests through. Asked and told under the limiter's lock.</summary>
internal interface IRateRule
{
    double RatePerSecond { get; }

    /// <summary>Requests that may come at once.</summary>
    double Burst { get; }

    /// <summary>Whether everything passes just now.</summary>
    bool IsLifted { get; }

    /// <summary>Grows whenever the rate is cut: what was admitted before says nothing about the rate after.</summary>
    int Epoch { get; }

    /// <summary>Follows the clock. Returns what to log, null where nothing is worth a line.</summary>
    string? Advance(TimeSpan now);

    void Refused(TimeSpan now);

    /// <param name="latency">From admission to the end.</param>
    void Succeeded(int epoch, TimeSpan latency, TimeSpan now);

    /// <summary>A request succeeded that was refused in shadow only.</summary>
    void Passed(TimeSpan now);

    void Failed(int epoch, ulong voter, TimeSpan now);

    /// <summary>Nothing is sent until then, which is no measurement.</summary>
    void Pause(TimeSpan until);

    void Set(double ratePerSecond, double burst);
}
