.PHONY: run build test bench lab score fmt lint publish clean

run: ## The gateway on 8080, metrics on 9090
	dotnet run --project Gateway.Host

build:
	dotnet build Gateway.sln -nologo

test: ## All tests
	dotnet test Gateway.sln -nologo

bench: ## Micro-benchmarks; make bench FILTER='*.GateBenchmarks.*'
	dotnet run -c Release --project bench/Gateway.Benchmarks -- --filter '$(or $(FILTER),*)'

lab: ## The fault lab over every scenario
	dotnet run -c Release --project bench/Gateway.Lab -- run bench/scenarios/*.json --out artifacts/lab.json

score: ## Figures of the meaning pipeline; make score LABELS=errors.jsonl
	dotnet run -c Release --project bench/Gateway.Lab -- cluster $(LABELS) --out artifacts/assignments.csv
	dotnet run -c Release --project bench/Gateway.Lab -- score artifacts/assignments.csv --labels $(LABELS)

fmt: ## Bring the code into shape
	dotnet format Gateway.sln

lint: ## Fail where it is not in shape
	dotnet format Gateway.sln --verify-no-changes
	! git ls-files '*.cs' | LC_ALL=C.UTF-8 xargs grep -nE '.{141,}'

publish:
	dotnet publish Gateway.Host -c Release -o publish -nologo

clean:
	dotnet clean Gateway.sln -nologo -v q
	rm -rf publish artifacts TestResults
