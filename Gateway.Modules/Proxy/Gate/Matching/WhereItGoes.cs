using Gateway.Modules.Shared.Requests;


namespace Gateway.Modules.Proxy.Gate.Matching;

internal sealed class RouteTest(string value) : CompiledTest
{
    public override int Cost => 0;

    public override bool Matches(in RequestFacts facts, ref MatchScratch scratch) => facts.Route == value;
}

internal sealed class MethodTest(string value) : CompiledTest
{
    public override int Cost => 0;

    public override bool Matches(in RequestFacts facts, ref MatchScratch scratch) => facts.Method == value;
}

internal sealed class UpstreamTest(string value) : CompiledTest
{
    public override int Cost => 0;

    public override bool Matches(in RequestFacts facts, ref MatchScratch scratch) => facts.Upstream == value;
}

/// <summary>Compares the path's template: <c>/api/orders/{int}</c>.</summary>
internal sealed class PathTest(string template) : CompiledTest
{
    public override int Cost => 1;

    public override bool Matches(in RequestFacts facts, ref MatchScratch scratch) => PathTemplate.Matches(facts.Path, template);
}

/// <summary>
/// A test that cannot be decided before the request is forwarded: the destination is chosen later. It never matches, so that such a policy
/// refuses nothing.
/// </summary>
internal sealed class UndecidableTest : CompiledTest
{
    public static readonly UndecidableTest Instance = new();

    public override int Cost => -1;

    public override bool Matches(in RequestFacts facts, ref MatchScratch scratch) => false;
}
