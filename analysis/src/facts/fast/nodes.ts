// The kinds of nodes of the flat tree, as numbers. `Tree` says how they lie.

/** A name that is referred to, or that counts as such: a label, the key in a pattern. */
export const nName = 1;
/** A name that is declared, or that names a member or property. */
export const nPlainName = 2;
export const nPrivateName = 3;
export const nString = 4;
/** A template without substitutions. */
export const nPlainTemplate = 5;
export const nNumber = 6;
export const nBigInt = 7;
export const nTrue = 8;
export const nFalse = 9;
export const nNull = 10;
export const nThis = 11;
export const nSuper = 12;
export const nRegularExpression = 13;
/** The word `import` that is called. */
export const nImportWord = 14;
/** `import.meta`, `new.target`. */
export const nMeta = 15;
/** Parts: texts (nTemplateText) and expressions by turns. */
export const nTemplate = 16;
export const nTemplateText = 17;
/** What leaves the value of its part as it is: parentheses, `as`, `satisfies`, `!`, `<type>`, type arguments. */
export const nParentheses = 18;
export const nAs = 19;
export const nSatisfies = 20;
export const nNonNull = 21;
export const nTypeAssertion = 22;
export const nTypeArguments = 23;
export const nArray = 24;
export const nOmitted = 25;
export const nSpread = 26;
export const nObject = 27;
/** Parts: key, value. */
export const nProperty = 28;
/** Parts: name (nName), default of a pattern. */
export const nShorthand = 29;
/** Part: an expression. */
export const nSpreadProperty = 30;
export const nComputedKey = 31;
/** Part: the object. Extra: where the name starts; it ends with the node. */
export const nMember = 32;
/** Parts: object, index. */
export const nElement = 33;
/** Parts: callee, arguments. */
export const nCall = 34;
export const nNew = 35;
export const nTagged = 36;
export const nVoid = 37;
export const nTypeof = 38;
export const nDelete = 39;
export const nAwait = 40;
export const nYield = 41;
/** Extra: the token of the operator. */
export const nPrefix = 42;
/** `++` and `--`, on either side. */
export const nUpdate = 43;
/** Extra: the token of the operator. */
export const nBinary = 44;
/** Extra: the token of the operator. */
export const nAssignment = 45;
export const nConditional = 46;
/** Functions: parts name, parameters, body, decorators before them. Extra: flags. */
export const nArrow = 47;
export const nFunctionExpression = 48;
export const nFunctionDeclaration = 49;
export const nMethod = 50;
export const nAccessor = 51;
export const nConstructor = 52;
/** Parts: decorators, pattern, default. Extra: flags. */
export const nParameter = 53;
export const nObjectPattern = 54;
export const nArrayPattern = 55;
/** Parts: key, pattern, default. Extra: flags. */
export const nPatternItem = 56;
export const nClassExpression = 57;
export const nClassDeclaration = 58;
/** Parts: decorators, key, initializer. Extra: flags. */
export const nField = 59;
/** JSX, and whatever else holds parts and is nothing by itself. */
export const nJsx = 60;
export const nBlock = 61;
/** Parts: nVariable. Extra: flags. */
export const nVariables = 62;
/** Parts: pattern, initializer. Extra: flags. */
export const nVariable = 63;
export const nExpressionStatement = 64;
export const nReturn = 65;
/** `for … of` and `for … in`. Extra: 1 where it declares no variable, so that its first part is assigned. */
export const nForEach = 66;
export const nStatement = 67;
/** An interface or alias: it has no parts. */
export const nType = 68;
/** Parts: name, members. Extra: flags. */
export const nEnum = 69;
/** Parts: key, initializer. Extra: flags. */
export const nEnumMember = 70;
/** Parts: name or string, statements. Extra: flags. */
export const nModule = 71;
/** Parts: default name, nNamespaceName or nSpecifiers, the module (nString). Extra: flags. */
export const nImport = 72;
export const nNamespaceName = 73;
/** Parts: name in the module if it differs, name. Extra: flags. Its names are nPlainName or nString. */
export const nSpecifier = 74;
/** Parts: name, then the module (nString) or the names (nName) of an entity. Extra: flags. */
export const nImportEquals = 75;
/** `export { … }`. Parts: nSpecifiers, the module. Extra: flags. */
export const nExport = 76;
/** `export *`. Parts: name (of `as name`), the module. Extra: flags. */
export const nExportAll = 77;
/** `export default expression`; extra 1: `export = expression`. */
export const nExportValue = 78;

// Flags in `extra`.
export const fAsync = 1;
export const fGenerator = 2;
/** The last part is the body; without `fBlock` it is an expression. */
export const fBody = 4;
export const fBlock = 8;
/** The last part is a default or initializer. */
export const fInitializer = 16;
/** The first part is a key. */
export const fKey = 32;
export const fRest = 64;
export const fExport = 128;
export const fDefault = 256;
export const fDeclare = 512;
/** Of variables: `const` and `await using`, `let`; none of both is `var`. */
export const fConst = 1024;
export const fLet = 2048;
/** Of imports, exports and specifiers. */
export const fTypeOnly = 4096;
/** The last part is a module, of imports and exports. */
export const fFrom = 8192;
/** A name comes first. */
export const fNamed = 16384;
