using System.Text;
using Grpc.Core;

namespace Gateway.Tests.Proxy.Forwarding.Grpc;

/// <summary>A gRPC service over plain bytes, bound as generated code would bind it.</summary>
[BindServiceMethod(typeof(EchoServiceBase), nameof(Bind))]
public abstract class EchoServiceBase
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(b => b, b => b);

    public static Method<byte[], byte[]> UnaryMethod { get; } = new(MethodType.Unary, "test.Echo", nameof(Unary), Bytes, Bytes);

    public static Method<byte[], byte[]> StreamMethod { get; } = new(MethodType.ServerStreaming, "test.Echo", nameof(Stream), Bytes, Bytes);

    public static Method<byte[], byte[]> DuplexMethod { get; } = new(MethodType.DuplexStreaming, "test.Echo", nameof(Duplex), Bytes, Bytes);

    public static void Bind(ServiceBinderBase binder, EchoServiceBase? service)
    {
        binder.AddMethod(UnaryMethod, service is null ? null : new UnaryServerMethod<byte[], byte[]>(service.Unary));
        binder.AddMethod(StreamMethod, service is null ? null : new ServerStreamingServerMethod<byte[], byte[]>(service.Stream));
        binder.AddMethod(DuplexMethod, service is null ? null : new DuplexStreamingServerMethod<byte[], byte[]>(service.Duplex));
    }

    public abstract Task<byte[]> Unary(byte[] request, ServerCallContext context);

    public abstract Task Stream(byte[] request, IServerStreamWriter<byte[]> responses, ServerCallContext context);

    public abstract Task Duplex(IAsyncStreamReader<byte[]> requests, IServerStreamWriter<byte[]> responses, ServerCallContext context);
}

public sealed class EchoService : EchoServiceBase
{
    public override async Task<byte[]> Unary(byte[] request, ServerCallContext context)
    {
        var text = Encoding.UTF8.GetString(request);
        if (text.StartsWith("late ", StringComparison.Ordinal))
        {
            await context.WriteResponseHeadersAsync([]);
        }

        return text switch
        {
            "fail" or "late fail" => throw new RpcException(new Status(StatusCode.Unavailable, "table locked, é")),
            "reject" => throw new RpcException(new Status(StatusCode.InvalidArgument, "bad id")),
            _ => request,
        };
    }

    public override async Task Stream(byte[] request, IServerStreamWriter<byte[]> responses, ServerCallContext context)
    {
        for (byte i = 0; i < 3; i++)
        {
            await responses.WriteAsync([i]);
        }

        var asked = Encoding.UTF8.GetString(request);
        if (asked == "break")
        {
            context.GetHttpContext().Abort();
        }
        else if (asked == "forget")
        {
            // Ends the answer under the hands of the gRPC library, which would add the status.
            await context.GetHttpContext().Response.CompleteAsync();
        }

        if (request.Length == 0)
        {
            throw new RpcException(new Status(StatusCode.DataLoss, "page checksum"));
        }
    }

    public override async Task Duplex(IAsyncStreamReader<byte[]> requests, IServerStreamWriter<byte[]> responses, ServerCallContext context)
    {
        while (await requests.MoveNext(context.CancellationToken))
        {
            await responses.WriteAsync(requests.Current);
        }
    }
}
