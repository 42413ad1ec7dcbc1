/// The release that a program belongs to.
public enum MilepostVersion {
  public static let current = "0.1.0"
}
