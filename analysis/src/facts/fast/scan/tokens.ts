// The kinds of tokens, as numbers: plain constants are the fastest thing to compare.

export const tEnd: number = 0;
export const tNumber: number = 1;
export const tBigInt: number = 2;
export const tString: number = 3;
/** A template without substitutions. */
export const tTemplate: number = 4;
export const tTemplateHead: number = 5;
export const tOpenBrace: number = 6;
export const tCloseBrace: number = 7;
export const tOpenParen: number = 8;
export const tCloseParen: number = 9;
export const tOpenBracket: number = 10;
export const tCloseBracket: number = 11;
export const tDot: number = 12;
export const tDots: number = 13;
export const tSemicolon: number = 14;
export const tComma: number = 15;
export const tQuestionDot: number = 16;
export const tLess: number = 17;
/** `</`, in files that may hold JSX. */
export const tLessSlash: number = 18;
export const tGreater: number = 19;
export const tLessEqual: number = 20;
export const tGreaterEqual: number = 21;
export const tShiftLeft: number = 22;
/** `>>` and `>>>`. */
export const tShiftRight: number = 23;
/** `==` and `!=`. */
export const tEqual: number = 24;
export const tStrictEqual: number = 25;
export const tStrictUnequal: number = 26;
export const tPlus: number = 27;
export const tMinus: number = 28;
export const tStar: number = 29;
export const tStarStar: number = 30;
export const tPercent: number = 31;
export const tSlash: number = 32;
export const tPlusPlus: number = 33;
export const tMinusMinus: number = 34;
export const tAmpersand: number = 35;
export const tBar: number = 36;
export const tCaret: number = 37;
export const tBang: number = 38;
export const tTilde: number = 39;
export const tAnd: number = 40;
export const tOr: number = 41;
export const tNullish: number = 42;
export const tQuestion: number = 43;
export const tColon: number = 44;
export const tAt: number = 45;
export const tAssign: number = 46;
/** `+=` and its like, `/=` apart since a regular expression can begin with it. */
export const tAssignWith: number = 47;
export const tSlashAssign: number = 48;
export const tArrow: number = 49;

/** A name that is no keyword. All tokens from here on are names of members, those after `lastReserved` names of variables. */
export const tName: number = 50;
export const tPrivateName: number = 51;

const reserved =
  "break case catch class const continue debugger default delete do else enum export extends false finally for function if import in instanceof new null return super switch this throw true try typeof var void while with".split(
    " ",
  );
const contextual =
  "implements interface let package private protected public static yield abstract accessor as asserts assert any async await boolean constructor declare defer get global infer intrinsic is keyof module namespace never out override readonly require number object satisfies set string symbol type undefined unique unknown using from bigint of".split(
    " ",
  );

/** Keywords in the order of their tokens. */
export const keywords: readonly string[] = [...reserved, ...contextual];
export const firstKeyword = tPrivateName + 1;
export const lastReserved = firstKeyword + reserved.length - 1;

const keyword = (name: string): number => firstKeyword + keywords.indexOf(name);

export const kBreak = keyword("break");
export const kCase = keyword("case");
export const kCatch = keyword("catch");
export const kClass = keyword("class");
export const kConst = keyword("const");
export const kContinue = keyword("continue");
export const kDebugger = keyword("debugger");
export const kDefault = keyword("default");
export const kDelete = keyword("delete");
export const kDo = keyword("do");
export const kElse = keyword("else");
export const kEnum = keyword("enum");
export const kExport = keyword("export");
export const kExtends = keyword("extends");
export const kFalse = keyword("false");
export const kFinally = keyword("finally");
export const kFor = keyword("for");
export const kFunction = keyword("function");
export const kIf = keyword("if");
export const kImport = keyword("import");
export const kIn = keyword("in");
export const kInstanceof = keyword("instanceof");
export const kNew = keyword("new");
export const kNull = keyword("null");
export const kReturn = keyword("return");
export const kSuper = keyword("super");
export const kSwitch = keyword("switch");
export const kThis = keyword("this");
export const kThrow = keyword("throw");
export const kTrue = keyword("true");
export const kTry = keyword("try");
export const kTypeof = keyword("typeof");
export const kVar = keyword("var");
export const kVoid = keyword("void");
export const kWhile = keyword("while");
export const kWith = keyword("with");
export const kImplements = keyword("implements");
export const kInterface = keyword("interface");
export const kLet = keyword("let");
export const kPrivate = keyword("private");
export const kProtected = keyword("protected");
export const kPublic = keyword("public");
export const kStatic = keyword("static");
export const kYield = keyword("yield");
export const kAbstract = keyword("abstract");
export const kAccessor = keyword("accessor");
export const kAs = keyword("as");
export const kAsserts = keyword("asserts");
export const kAssert = keyword("assert");
export const kAny = keyword("any");
export const kAsync = keyword("async");
export const kAwait = keyword("await");
export const kBoolean = keyword("boolean");
export const kConstructor = keyword("constructor");
export const kDeclare = keyword("declare");
export const kDefer = keyword("defer");
export const kGet = keyword("get");
export const kGlobal = keyword("global");
export const kInfer = keyword("infer");
export const kIntrinsic = keyword("intrinsic");
export const kIs = keyword("is");
export const kKeyof = keyword("keyof");
export const kModule = keyword("module");
export const kNamespace = keyword("namespace");
export const kNever = keyword("never");
export const kOut = keyword("out");
export const kOverride = keyword("override");
export const kReadonly = keyword("readonly");
export const kRequire = keyword("require");
export const kNumber = keyword("number");
export const kObject = keyword("object");
export const kSatisfies = keyword("satisfies");
export const kSet = keyword("set");
export const kString = keyword("string");
export const kSymbol = keyword("symbol");
export const kType = keyword("type");
export const kUndefined = keyword("undefined");
export const kUnique = keyword("unique");
export const kUnknown = keyword("unknown");
export const kUsing = keyword("using");
export const kFrom = keyword("from");
export const kBigint = keyword("bigint");
export const kOf = keyword("of");

/** How strongly a binary operator binds, 0 for what is none. */
export const precedences = new Uint8Array(256);
for (const [precedence, ...tokens] of [
  [5, tNullish, tOr],
  [6, tAnd],
  [7, tBar],
  [8, tCaret],
  [9, tAmpersand],
  [10, tEqual, tStrictEqual, tStrictUnequal],
  [11, tLess, tGreater, tLessEqual, tGreaterEqual, kInstanceof, kIn, kAs, kSatisfies],
  [12, tShiftLeft, tShiftRight],
  [13, tPlus, tMinus],
  [14, tStar, tSlash, tPercent],
  [15, tStarStar],
] as const) {
  for (const token of tokens) precedences[token] = precedence;
}

/** Whether a token names a variable. Callers look at `yield` and `await` themselves. */
export function isIdentifier(token: number): boolean {
  return token === tName || token > lastReserved;
}

/** Whether a token is a modifier, by what it is alone. */
export function isModifier(token: number): boolean {
  return modifiers.has(token);
}

const modifiers: ReadonlySet<number> = new Set([
  kAbstract,
  kAccessor,
  kAsync,
  kConst,
  kDeclare,
  kDefault,
  kExport,
  kIn,
  kPublic,
  kPrivate,
  kProtected,
  kReadonly,
  kStatic,
  kOut,
  kOverride,
]);
