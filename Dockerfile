# syntax=docker/dockerfile:1

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src

# Project files first: the restore is cached until one of them changes.
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig BannedSymbols.txt ./
COPY Gateway.Modules/Gateway.Modules.csproj Gateway.Modules/packages.lock.json Gateway.Modules/
COPY Gateway.Host/Gateway.Host.csproj Gateway.Host/packages.lock.json Gateway.Host/
RUN dotnet restore Gateway.Host --locked-mode

COPY appsettings.json ./
COPY models models
COPY Gateway.Modules Gateway.Modules
COPY Gateway.Host Gateway.Host
RUN dotnet publish Gateway.Host --configuration Release --no-restore --output /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app ./

# The image sets it for programs that choose their ports by it; the gateway's are in its configuration.
ENV ASPNETCORE_HTTP_PORTS=

# The gateway sets it for itself, too: ONNX Runtime must not report usage to its vendor.
ENV ORT_DISABLE_TELEMETRY=1

EXPOSE 8080 9090
USER $APP_UID
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s --retries=3 CMD ["dotnet", "Gateway.Host.dll", "health"]
ENTRYPOINT ["dotnet", "Gateway.Host.dll"]
