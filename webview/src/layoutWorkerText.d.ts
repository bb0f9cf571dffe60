/** The script of the layout's worker, put into the page's own by the build. */
declare module "#layout-worker" {
  const text: string;
  export default text;
}
