export default function Page() {
  return <p className="text-accent">Parley</p>;
}
