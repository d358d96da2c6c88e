.PHONY: run build test bench lab fmt lint publish clean

run: ## The gateway on 8080, metrics on 9090
	dotnet run --project Gateway.Host

build:
	dotnet build Gateway.sln -nologo

test: ## All tests
	dotnet test Gateway.sln -nologo

bench: ## Micro-benchmarks; make bench FILTER='*PolicyGate*'
	dotnet run -c Release --project bench/Gateway.Benchmarks -- --filter '$(or $(FILTER),*)'

lab: ## The fault lab over every scenario
	dotnet run -c Release --project bench/Gateway.Lab -- run bench/scenarios/*.json --out artifacts/lab.json

fmt: ## Bring the code into shape
	dotnet format Gateway.sln

lint: ## Fail where it is not in shape
	dotnet format Gateway.sln --verify-no-changes

publish:
	dotnet publish Gateway.Host -c Release -o publish -nologo

clean:
	dotnet clean Gateway.sln -nologo -v q
	rm -rf publish artifacts TestResults
