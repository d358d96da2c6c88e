// Code that breaks each architecture rule on purpose: the rules are run on it to prove that they can fail.
namespace Gateway.Tests.Architecture.Violations.Alpha
{
    public class OpenAndPublic
    {
        private readonly Beta.Neighbour _neighbour = new();

        public override string ToString() => _neighbour.ToString();
    }
}

namespace Gateway.Tests.Architecture.Violations.Beta
{
    internal sealed class Neighbour
    {
        public override string ToString() => "beta";
    }
}
