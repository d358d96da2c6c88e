namespace Gateway.Modules.Proxy;

/// <summary>One test of a scope, ready to be compared with requests.</summary>
internal abstract class CompiledTest
{
    public abstract bool Matches(in RequestFacts facts);
}
