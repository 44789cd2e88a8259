export const visibilityWords = {
  private: "Only people who are invited",
  link: "Anyone with the link",
  public: "Everyone, and listed as public",
};
export const roleWords = { editor: "can edit", viewer: "can view" };
