import type ts from "typescript";
import type { TypeScript } from "../facts/typescript/load.ts";
import { annotationOf, hasInputManager, isGeneric, nodeOfSpan, parameterAt } from "./syntax.ts";
import { type OutputPlace, type TypeEdge, type TypeVerdict, unknownVerdict } from "./typeOracle.ts";
import type { TypeService } from "./typeService.ts";

/** What the compiler's errors at a call are numbered when an argument does not fit. */
const argumentErrors: ReadonlySet<number> = new Set([2322, 2345, 2769]);

/**
 * Compares the two ends of each edge. The files of the edges are the roots of the program, and nothing else is.
 *
 * @returns undefined where it was canceled
 */
export function compareEdges(
  typescript: TypeScript,
  types: TypeService,
  edges: readonly TypeEdge[],
  isCanceled: () => boolean = () => false,
): TypeVerdict[] | undefined {
  const verdicts = edges.map(() => unknownVerdict);
  types.look();
  const groups = Map.groupBy(edges.keys(), (at) => types.settingsOf((edges[at] as TypeEdge).downstream.file));
  try {
    for (const [settings, members] of groups) {
      const asked = members.map((at) => ({ at, edge: edges[at] as TypeEdge }));
      const roots = new Set(asked.flatMap(({ edge }) => [edge.upstream.file, edge.downstream.file]));
      const service = types.of(settings, roots, isCanceled);
      const program = service.getProgram();
      for (const { at, edge } of program === undefined ? [] : asked) {
        if (isCanceled()) return undefined;
        verdicts[at] = compareTypes(typescript, service, program as ts.Program, edge);
      }
    }
  } catch (error) {
    if (error instanceof typescript.OperationCanceledException) return undefined;
    throw error;
  }
  return verdicts;
}

function compareTypes(typescript: TypeScript, service: ts.LanguageService, program: ts.Program, edge: TypeEdge): TypeVerdict {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(edge.downstream.file);
  if (source === undefined) return unknownVerdict;
  const call = nodeOfSpan(source, edge.downstream, typescript.isCallExpression);
  if (call === undefined) return unknownVerdict;
  const { reference } = edge.input;
  if (reference !== undefined && hasInputManager(typescript, source, reference, call)) return unknownVerdict;
  const taken = takenType(typescript, checker, source, edge);
  const given = taken && outputType(typescript, program, edge.upstream);
  if (given === undefined || taken === undefined || says(typescript, given, "Void", "Undefined")) return unknownVerdict;
  if (checker.isTypeAssignableTo(given, taken.type)) return { kind: "fits" };
  // The compiler speaks first: of object references, and of what the registry names.
  if (reportsItself(service, source, call, taken.within)) return { kind: "told" };
  const texts = [given, taken.type].map((type) => checker.typeToString(type));
  const [upstreamType = "", inputType = ""] =
    texts[0] === texts[1]
      ? [given, taken.type].map((type) => checker.typeToString(type, undefined, typescript.TypeFormatFlags.UseFullyQualifiedType))
      : texts;
  return { kind: "mismatch", upstreamType, inputType };
}

/** What an asset holds for its downstreams, as the package's own types say; undefined where that is not known. */
export function outputType(typescript: TypeScript, program: ts.Program, place: OutputPlace): ts.Type | undefined {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(place.file);
  const call = source && nodeOfSpan(source, place, typescript.isCallExpression);
  if (call === undefined || isGeneric(typescript, call)) return undefined;
  const definition = checker.getTypeAtLocation(call);
  const outputs = place.output === undefined ? undefined : propertyType(checker, definition, "outs", call);
  const asset = place.output === undefined ? definition : outputs && propertyType(checker, outputs, place.output, call);
  const brand = asset && propertyType(checker, asset, "~headwater", call);
  const holds = brand && propertyType(checker, brand, "holds", call);
  const type = holds && checker.getNonNullableType(holds).getCallSignatures()[0]?.getReturnType();
  return type === undefined || says(typescript, type, "Any", "Unknown", "TypeParameter") ? undefined : type;
}

/** What the function takes by the name of an input, where it is annotated; with the function, as far as it can be seen. */
function takenType(typescript: TypeScript, checker: ts.TypeChecker, source: ts.SourceFile, { input }: TypeEdge) {
  const node = nodeOfSpan(source, input.place, (each): each is ts.Node => parameterAt(typescript, each) !== undefined);
  const parameter = node
    ? parameterAt(typescript, node)
    : firstParameter(typescript, checker, nodeOfSpan(source, input.place, typescript.isExpression));
  const annotation = parameter && annotationOf(typescript, parameter);
  if (annotation === undefined || parameter === undefined || isGeneric(typescript, parameter)) return undefined;
  const around = checker.getTypeFromTypeNode(annotation);
  const type =
    propertyType(checker, around, input.name, annotation) ?? checker.getIndexTypeOfType(around, typescript.IndexKind.String);
  if (type === undefined || says(typescript, type, "Any", "Unknown", "TypeParameter")) return undefined;
  return { type, within: parameter.parent };
}

function firstParameter(typescript: TypeScript, checker: ts.TypeChecker, node: ts.Expression | undefined) {
  const signatures = node === undefined ? [] : checker.getTypeAtLocation(node).getCallSignatures();
  const declaration = signatures.length === 1 ? signatures[0]?.getDeclaration() : undefined;
  const parameter = declaration?.parameters[0];
  return parameter !== undefined && typescript.isParameter(parameter) ? parameter : undefined;
}

function propertyType(checker: ts.TypeChecker, of: ts.Type, name: string, at: ts.Node): ts.Type | undefined {
  const property = checker.getPropertyOfType(of, name);
  return property && checker.getTypeOfSymbolAtLocation(property, at);
}

function says(typescript: TypeScript, { flags }: ts.Type, ...kinds: (keyof typeof ts.TypeFlags)[]): boolean {
  return kinds.some((kind) => (flags & typescript.TypeFlags[kind]) !== 0);
}

/** Whether the compiler has an error for the arguments of a call. What is wrong inside of the function is another matter. */
function reportsItself(
  service: ts.LanguageService,
  source: ts.SourceFile,
  call: ts.Node,
  within: ts.SignatureDeclaration,
): boolean {
  const body = "body" in within ? (within.body as ts.Node | undefined) : undefined;
  return service.getSemanticDiagnostics(source.fileName).some(({ code, start = -1 }) => {
    const isInCall = start >= call.getStart(source) && start < call.end;
    const isInBody = body !== undefined && start >= body.getStart() && start < body.end && body.getSourceFile() === source;
    return argumentErrors.has(code) && isInCall && !isInBody;
  });
}
