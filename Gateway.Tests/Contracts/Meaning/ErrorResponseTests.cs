namespace Gateway.Tests.Contracts.Meaning;

public sealed class ErrorResponseTests
{
    [TestCase(RequestOutcome.Success, 200, false, false)]
    [TestCase(RequestOutcome.Success, 404, true, false)]
    [TestCase(RequestOutcome.Success, 422, true, true)]
    [TestCase(RequestOutcome.UpstreamError, 500, true, true)]
    [TestCase(RequestOutcome.UpstreamError, 404, true, false)]
    [TestCase(RequestOutcome.TransportError, 0, true, true)]
    [TestCase(RequestOutcome.Timeout, 0, true, true)]
    [TestCase(RequestOutcome.ClientAborted, 499, false, false)]
    [TestCase(RequestOutcome.Refused, 503, false, false)]
    public void IsError_Outcome_IsToldInOnePlace(RequestOutcome outcome, int status, bool isError, bool mayLead) =>
        Assert.That(
            (OutcomeMeanings.IsError(outcome, status), OutcomeMeanings.MayLeadToPolicy(outcome, status, [404])),
            Is.EqualTo((isError, mayLead)));

    [TestCase(-1, null)]
    [TestCase(0, 0)]
    [TestCase(14, 14)]
    public void Of_Record_HasItsGrpcStatusOrNone(int recorded, int? expected) =>
        Assert.That(ErrorResponse.Of(new OutcomeRecord { GrpcStatus = recorded, GrpcMessage = "m" }).GrpcStatus, Is.EqualTo(expected));
}
